import './transfer-faults.test.js'

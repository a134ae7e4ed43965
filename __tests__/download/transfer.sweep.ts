import './transfer.test.js'

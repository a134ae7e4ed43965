import './pace.test.js'

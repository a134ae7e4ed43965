import './machine.test.js'

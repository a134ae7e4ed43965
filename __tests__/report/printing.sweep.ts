import './printing.test.js'

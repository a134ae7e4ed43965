import './fetched-again.test.js'

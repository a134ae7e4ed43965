import './terminate-guard.test.js'

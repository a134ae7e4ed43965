import './certificate.test.js'

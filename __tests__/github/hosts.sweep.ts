import './hosts.test.js'

import './broken-connections.test.js'

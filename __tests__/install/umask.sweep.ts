import './umask.test.js'

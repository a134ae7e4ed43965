import './cache.test.js'

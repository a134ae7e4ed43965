import './dist.test.js'

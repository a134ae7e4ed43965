import './fallback.test.js'

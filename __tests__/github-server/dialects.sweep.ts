import './dialects.test.js'

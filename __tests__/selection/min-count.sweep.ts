import './min-count.test.js'

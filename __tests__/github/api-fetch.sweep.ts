import './api-fetch.test.js'

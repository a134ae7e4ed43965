import './requests.test.js'

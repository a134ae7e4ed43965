import './expected-digest.test.js'

import './quick-starts.test.js'

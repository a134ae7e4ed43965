import './round-trips.test.js'

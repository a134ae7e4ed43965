import './artifact-service-real-client.test.js'

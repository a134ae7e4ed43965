import { brokenConnectionsOn } from './suites/broken-connections.js'

brokenConnectionsOn('github')

import { quickStartsOf } from './suites/quick-starts.js'

quickStartsOf('github')

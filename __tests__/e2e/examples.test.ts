import { examplesOfRuns } from './suites/examples.js'

examplesOfRuns('github')

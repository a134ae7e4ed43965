/** A last line for those who read no jest: `tests: N passed, N failed, N skipped`. */
export default class TallyReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites
    console.log(`\ntests: ${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`)
  }
}

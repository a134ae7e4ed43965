const VARIABLE = 'ARTIFACT_ACTION_PLAIN'

function describeWith(state: string, value: string | undefined, tests: () => void): void {
  const before = process.env[VARIABLE]
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env[VARIABLE]
    else process.env[VARIABLE] = value
  }
  describe(`${state} internals of Node`, () => {
    beforeAll(() => set(value))
    afterAll(() => set(before))
    tests()
  })
}

/** Declares tests that use internals of Node and V8, also if the suite runs without. */
export function withInternals(tests: () => void): void {
  describeWith('with', undefined, tests)
}

/** Declares tests twice: with internals of Node and V8, and with `ARTIFACT_ACTION_PLAIN` set. */
export function withAndWithoutInternals(tests: (usesInternals: boolean) => void): void {
  withInternals(() => tests(true))
  describeWith('without', '1', () => tests(false))
}

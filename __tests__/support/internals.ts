const VARIABLE = 'ARTIFACT_ACTION_PLAIN'

/** Declares tests twice: with internals of Node and V8, and with `ARTIFACT_ACTION_PLAIN` set. */
export function withAndWithoutInternals(tests: (usesInternals: boolean) => void): void {
  const before = process.env[VARIABLE]
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env[VARIABLE]
    else process.env[VARIABLE] = value
  }
  describe.each([true, false])('with internals of Node: %s', usesInternals => {
    beforeAll(() => set(usesInternals ? undefined : '1'))
    afterAll(() => set(before))
    tests(usesInternals)
  })
}

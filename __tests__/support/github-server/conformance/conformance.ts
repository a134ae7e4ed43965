import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { ApiRequest } from '../api/api.js'
import { matchTemplate } from '../api/template.js'
import { FLAVOURS, type Flavour } from '../flavour.js'
import type { Answer } from '../http/answer.js'
import { type ApiDescription, type Parameter, readDescription } from './openapi.js'

/** Compiles a schema once. */
type Validate = () => ValidateFunction

interface CheckedParameter extends Parameter {
  validate: Validate
}

interface CheckedOperation {
  method: string
  template: string
  parameters: readonly CheckedParameter[]
  answers: ReadonlyMap<string, Validate | null>
}

const REQUIRED_HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28'
} as const

// The descriptions name these for few paths; GitHub's general pages do for every one. 422: a commit that is not found.
const GENERAL_STATUSES = new Set([301, 304, 307, 400, 401, 403, 404, 422, 429, 451])

// The descriptions allow no null here, but a fork that is gone has no repository.
const GONE_FORK = /\/head(_repository|\/repo)$/

/** What tells what is wrong with requests and answers. */
export interface Judge {
  requestProblems(request: ApiRequest): string[]
  answerProblems(request: ApiRequest, answer: Answer): string[]
}

/** Holds requests and answers against the flavour's official description. */
export class Conformance implements Judge {
  static readonly #byFlavour = new Map<Flavour, Conformance>()

  /** Schemas are compiled once for all servers of a process. */
  static of(flavour: Flavour): Conformance {
    const known = Conformance.#byFlavour.get(flavour)
    if (known !== undefined) return known
    const conformance = new Conformance(readDescription(FLAVOURS[flavour].description))
    Conformance.#byFlavour.set(flavour, conformance)
    return conformance
  }

  readonly #operations: readonly CheckedOperation[]
  readonly #validateError: ValidateFunction

  private constructor({ operations, schemas }: ApiDescription) {
    // Each test file compiles anew. To check the schemas themselves and to optimize the code takes longer than it saves.
    const ajv = new Ajv({
      allErrors: true,
      verbose: true,
      meta: false,
      validateSchema: false,
      code: { optimize: false }
    })
    formats.default(ajv)
    for (const [name, schema] of schemas) ajv.addSchema(schema, name)
    // Compiling takes long, and most tests use few operations: each schema is compiled when it is first used.
    const compile = (schema: SchemaObject): Validate => {
      let compiled: ValidateFunction | undefined
      return () => (compiled ??= ajv.compile(schema))
    }
    this.#operations = operations.map(operation => ({
      method: operation.method,
      template: operation.template,
      parameters: operation.parameters.map(parameter => ({
        ...parameter,
        validate: compile(parameter.schema)
      })),
      answers: new Map([...operation.answers].map(([status, schema]) => [status, schema && compile(schema)]))
    }))
    this.#validateError = ajv.compile({
      type: 'object',
      required: ['message', 'documentation_url'],
      properties: {
        message: { type: 'string' },
        documentation_url: { type: 'string' },
        status: { type: 'string' }
      }
    })
  }

  /** What is wrong with a request. */
  requestProblems(request: ApiRequest): string[] {
    const problems = Object.entries(REQUIRED_HEADERS)
      .filter(([name, value]) => request.headers[name] !== value)
      .map(([name, value]) => `header ${name} is ${JSON.stringify(request.headers[name])}, not ${value}`)
    const operation = this.#operationOf(request)
    if (operation === undefined) return [...problems, 'there is no such endpoint']
    return [...problems, ...parameterProblems(operation, request)]
  }

  /** What is wrong with an answer to a request. */
  answerProblems(request: ApiRequest, { status, json }: Answer): string[] {
    const operation = this.#operationOf(request)
    if (operation === undefined) return []
    const validate = operation.answers.get(String(status))
    if (validate === undefined) {
      if (!GENERAL_STATUSES.has(status)) return [`status ${status} is not described`]
      // Neither has the usual body.
      return status === 304 || status === 451 ? [] : schemaProblems(this.#validateError, json, 'body')
    }
    return validate === null ? [] : schemaProblems(validate(), json, 'body')
  }

  #operationOf({ method, path }: ApiRequest): CheckedOperation | undefined {
    return this.#operations.find(
      operation =>
        operation.method === method && matchTemplate(operation.template, byName(path)) !== undefined
    )
  }
}

/** Descriptions know repositories by name only; redirects and `Link` go by id. */
function byName(path: string): string {
  return path.replace(/^\/repositories\/\d+/, '/repos/owner/repo')
}

function parameterProblems(
  { template, parameters }: CheckedOperation,
  { path, query }: ApiRequest
): string[] {
  const inPath = matchTemplate(template, byName(path)) ?? {}
  const known = parameters.filter(parameter => parameter.in === 'query').map(({ name }) => name)
  const values = parameters.flatMap(parameter => {
    const value = parameter.in === 'path' ? inPath[parameter.name] : query.get(parameter.name)
    return typeof value === 'string' ? [{ parameter, value: typed(parameter, value) }] : []
  })
  return [
    ...unknownQuery(query, known),
    ...values.flatMap(({ parameter, value }) =>
      schemaProblems(parameter.validate(), value, `${parameter.in} parameter ${parameter.name}`)
    )
  ]
}

/** Everything in a URL is text: an integer or a boolean is what looks like one. */
function typed({ schema }: Parameter, value: string): string | number | boolean {
  if (schema.type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  return schema.type === 'integer' && /^-?\d+$/.test(value) ? Number(value) : value
}

function unknownQuery(query: URLSearchParams, known: readonly string[]): string[] {
  return [...query.keys()]
    .filter(name => !known.includes(name))
    .map(name => `unknown query parameter ${name}`)
}

function schemaProblems(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return []
  return (validate.errors ?? [])
    .filter(({ instancePath, data }) => data !== null || !GONE_FORK.test(instancePath))
    .map(({ instancePath, message }) => `${what}${instancePath} ${message}`)
}

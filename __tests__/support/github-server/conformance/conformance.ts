import { Ajv, type SchemaObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { type ApiRequest, documentedQuery } from '../api/api.js'
import { matchTemplate } from '../api/template.js'
import { FLAVOURS, type Flavour } from '../flavour.js'
import type { Answer } from '../http/answer.js'
import { type Operation, type Parameter, readOperations } from './openapi.js'

interface CheckedParameter extends Parameter {
  validate: ValidateFunction
}

interface CheckedOperation {
  method: string
  template: string
  parameters: readonly CheckedParameter[]
  answers: ReadonlyMap<string, ValidateFunction | null>
}

const REQUIRED_HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28'
} as const

// The descriptions name these for no artifact path; GitHub's general pages do for every one.
const GENERAL_STATUSES = new Set([301, 304, 307, 401, 403, 404, 429])

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
    const conformance = new Conformance(readOperations(FLAVOURS[flavour].description))
    Conformance.#byFlavour.set(flavour, conformance)
    return conformance
  }

  readonly #operations: readonly CheckedOperation[]
  readonly #validateError: ValidateFunction

  private constructor(operations: readonly Operation[]) {
    const ajv = new Ajv({ allErrors: true })
    formats.default(ajv)
    ajv.addVocabulary(['components'])
    const compile = (schema: SchemaObject, { components }: Operation): ValidateFunction =>
      ajv.compile({ ...schema, components })
    this.#operations = operations.map(operation => ({
      method: operation.method,
      template: operation.template,
      parameters: operation.parameters.map(parameter => ({
        ...parameter,
        validate: compile(parameter.schema, operation)
      })),
      answers: new Map(
        [...operation.answers].map(([status, schema]) => [status, schema && compile(schema, operation)])
      )
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
    if (operation !== undefined) return [...problems, ...parameterProblems(operation, request)]
    const documented = documentedQuery(request.method, request.path)
    if (documented === undefined) return [...problems, 'there is no such endpoint']
    return [...problems, ...unknownQuery(request.query, documented)]
  }

  /** What is wrong with an answer to a request. */
  answerProblems(request: ApiRequest, { status, json }: Answer): string[] {
    const operation = this.#operationOf(request)
    if (operation === undefined) return []
    const validate = operation.answers.get(String(status))
    if (validate === undefined) {
      if (!GENERAL_STATUSES.has(status)) return [`status ${status} is not described`]
      return status === 304 ? [] : schemaProblems(this.#validateError, json, 'body')
    }
    return validate === null ? [] : schemaProblems(validate, json, 'body')
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
      schemaProblems(parameter.validate, value, `${parameter.in} parameter ${parameter.name}`)
    )
  ]
}

/** Everything in a URL is text: an integer is what looks like one. */
function typed({ schema }: Parameter, value: string): string | number {
  return schema.type === 'integer' && /^-?\d+$/.test(value) ? Number(value) : value
}

function unknownQuery(query: URLSearchParams, known: readonly string[]): string[] {
  return [...query.keys()]
    .filter(name => !known.includes(name))
    .map(name => `unknown query parameter ${name}`)
}

function schemaProblems(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`)
}

import { readFileSync } from 'node:fs'
import type { SchemaObject } from 'ajv'

export interface Parameter {
  name: string
  in: 'path' | 'query'
  required?: boolean
  schema: SchemaObject
}

interface Reference {
  $ref: string
}

interface DescribedAnswer {
  content?: { 'application/json'?: { schema: SchemaObject } }
}

interface DescribedOperation {
  parameters: readonly (Parameter | Reference)[]
  responses: Readonly<Record<string, DescribedAnswer | Reference>>
}

interface Description {
  paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  components: {
    parameters: Readonly<Record<string, Parameter>>
    responses: Readonly<Record<string, DescribedAnswer>>
    schemas: Readonly<Record<string, SchemaObject>>
  }
}

/** What references inside schemas begin with; the name of a schema follows. */
const SCHEMA = 'schema:'

/** One operation with its references followed; those inside schemas stay. */
export interface Operation {
  method: string
  template: string
  parameters: readonly Parameter[]
  /** By status. The schema of the body, or null where none is described. */
  answers: ReadonlyMap<string, SchemaObject | null>
}

export interface ApiDescription {
  operations: readonly Operation[]
  /** By what references call them. */
  schemas: ReadonlyMap<string, SchemaObject>
}

/**
 * One of the official descriptions in `../../openapi/`. These are cut to the paths of this server, without prose; users,
 * repositories and milestones inside other answers are cut to what identifies them.
 */
export function readDescription(fileName: string): ApiDescription {
  const file = new URL(`../../openapi/${fileName}`, import.meta.url)
  const text = readFileSync(file, 'utf8').replaceAll('#/components/schemas/', SCHEMA)
  const { paths, components } = JSON.parse(text) as Description
  const named = <T>(group: Readonly<Record<string, T>>, { $ref }: Reference): T => {
    const target = group[$ref.split('/').at(-1) ?? '']
    if (target === undefined) throw new Error(`${fileName} has no ${$ref}`)
    return target
  }
  const operations = Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      template,
      parameters: operation.parameters.map(parameter =>
        withSearchSyntax('$ref' in parameter ? named(components.parameters, parameter) : parameter)
      ),
      answers: new Map(
        Object.entries(operation.responses).map(([status, answer]) => {
          const described = '$ref' in answer ? named(components.responses, answer) : answer
          return [status, described.content?.['application/json']?.schema ?? null]
        })
      )
    }))
  )
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [SCHEMA + name, schema] as const)
  return { operations, schemas: new Map(schemas) }
}

/** The `created` of run lists is described as a date-time; its prose allows the whole search syntax for dates. */
function withSearchSyntax(parameter: Parameter): Parameter {
  return parameter.name === 'created' ? { ...parameter, schema: { type: 'string' } } : parameter
}

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

/** One operation with its references followed; those inside schemas stay, and lead to `components`. */
export interface Operation {
  method: string
  template: string
  parameters: readonly Parameter[]
  /** By status. The schema of the body, or null where none is described. */
  answers: ReadonlyMap<string, SchemaObject | null>
  components: Description['components']
}

/** The operations of one of the official descriptions in `../../openapi/`, cut to the artifact paths. */
export function readOperations(fileName: string): Operation[] {
  const file = new URL(`../../openapi/${fileName}`, import.meta.url)
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Description
  const named = <T>(group: Readonly<Record<string, T>>, { $ref }: Reference): T => {
    const target = group[$ref.split('/').at(-1) ?? '']
    if (target === undefined) throw new Error(`${fileName} has no ${$ref}`)
    return target
  }
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      template,
      parameters: operation.parameters.map(parameter =>
        '$ref' in parameter ? named(components.parameters, parameter) : parameter
      ),
      answers: new Map(
        Object.entries(operation.responses).map(([status, answer]) => {
          const described = '$ref' in answer ? named(components.responses, answer) : answer
          return [status, described.content?.['application/json']?.schema ?? null]
        })
      ),
      components
    }))
  )
}

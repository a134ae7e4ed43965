import { parseSync } from '@swc/core'

/** A node of the syntax tree of a source file. */
export interface SyntaxNode {
  type: string
  /** Counts from 1. */
  readonly line: number
  parent: SyntaxNode | undefined
  /** All other fields, as swc has them: https://swc.rs/docs/usage/core#ast */
  fields: Record<string, unknown>
}

/** All nodes of a TypeScript source, each after its parent. */
export function syntaxNodes(source: string): SyntaxNode[] {
  const bytes = Buffer.from(source)
  const nodes: SyntaxNode[] = []
  const visit = (value: unknown, parent: SyntaxNode | undefined): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, parent)
      return
    }
    if (typeof value !== 'object' || value === null) return
    const fields = value as Record<string, unknown>
    let node = parent
    if (typeof fields.type === 'string') {
      node = {
        type: fields.type,
        // Slow, and seldom needed.
        get line() {
          return lineOf(fields.span, bytes) ?? parent?.line ?? 1
        },
        parent,
        fields
      }
      nodes.push(node)
    }
    for (const field of Object.values(fields)) visit(field, node)
  }
  visit(parseSync(source, { syntax: 'typescript' }).body, undefined)
  return nodes
}

/** Spans count bytes from 1. */
function lineOf(span: unknown, bytes: Buffer): number | undefined {
  const { start } = (span ?? {}) as { start?: number }
  return start === undefined
    ? undefined
    : bytes
        .subarray(0, start - 1)
        .toString()
        .split('\n').length
}

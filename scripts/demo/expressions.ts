import { type data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { Kind } from '@actions/expressions/data/index'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { truthy } from '@actions/expressions/result'
import { DemoError } from './errors.js'
import { mapOf } from './values.js'

/** The contexts that an expression can use, and the functions besides the built-in ones. */
export interface Scope {
  contexts: Readonly<Record<string, data.ExpressionData>>
  functions: readonly FunctionDefinition[]
}

/** `${{ … }}`. A `}}` inside a string does not end it; `''` inside a string is a quote. */
const EXPRESSION = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g
const WHOLE = new RegExp(`^\\s*${EXPRESSION.source}\\s*$`)
/** A condition without one of these functions implies `success()`. */
const STATUS_FUNCTIONS = ['always', 'success', 'failure', 'cancelled']

/** Evaluates the text between `${{` and `}}`. */
export function evaluate(expression: string, { contexts, functions }: Scope): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex()
  // The parser returns undefined for an empty expression, although its type does not say so.
  const parsed: ReturnType<Parser['parse']> | undefined = new Parser(tokens, Object.keys(contexts), [
    ...functions
  ]).parse()
  if (parsed === undefined) throw new Error('the expression is empty')
  const byName = new Map(functions.map(definition => [definition.name.toLowerCase(), definition]))
  return new Evaluator(parsed, mapOf(contexts), byName).evaluate()
}

/**
 * Replaces the expressions in a text with their values.
 *
 * @throws DemoError that names `where` and the expression
 */
export function interpolated(where: string, text: string, scope: Scope): string {
  const whole = WHOLE.exec(text)?.[1]
  if (whole !== undefined) return explainErrors(where, whole, () => textOf(evaluate(whole, scope)))
  if (text.replace(EXPRESSION, '').includes('${{')) {
    throw new DemoError(`${where}: ${oneLine(text)} cannot be evaluated: the closing }} is missing`)
  }
  return text.replace(EXPRESSION, (_, inner: string) =>
    explainErrors(where, inner, () => evaluate(inner, scope).coerceString())
  )
}

/** Like `interpolated`, but a single expression can evaluate to a list or a map. */
export function evaluateToData(where: string, text: string, scope: Scope): data.ExpressionData | string {
  const whole = WHOLE.exec(text)?.[1]
  if (whole === undefined) return interpolated(where, text, scope)
  return explainErrors(where, whole, () => evaluate(whole, scope))
}

/**
 * Evaluates an `if:`. A condition without a status function implies `success()`.
 *
 * @throws DemoError that names `where` and the expression
 */
export function isConditionMet(where: string, condition: string, scope: Scope): boolean {
  const whole = WHOLE.exec(condition)?.[1] ?? condition
  // With text around an expression, the condition is a string. A string is true unless it is empty.
  const isText = whole.includes('${{')
  return explainErrors(where, whole, () => {
    const checksStatus = !isText && hasStatusFunction(whole)
    if (!checksStatus && !truthy(evaluate('success()', scope))) return false
    if (whole.trim() === '') return true
    return isText ? interpolated(where, whole, scope) !== '' : truthy(evaluate(whole, scope))
  })
}

function hasStatusFunction(expression: string): boolean {
  const { tokens } = new Lexer(expression).lex()
  return tokens.some(
    ({ lexeme }, index) =>
      STATUS_FUNCTIONS.includes(lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === '('
  )
}

function textOf(value: data.ExpressionData): string {
  if (!value.primitive)
    throw new Error(`its value is ${value.kind === Kind.Array ? 'a list' : 'a map'}, not a string`)
  return value.coerceString()
}

function explainErrors<Value>(where: string, expression: string, value: () => Value): Value {
  try {
    return value()
  } catch (error) {
    if (error instanceof DemoError) throw error
    const why = oneLine(error instanceof Error ? error.message : String(error))
    const shown = ['${{', oneLine(expression), '}}'].filter(Boolean).join(' ')
    throw new DemoError(`${where}: ${shown} cannot be evaluated: ${why}`)
  }
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}

import { type data, Evaluator, Lexer, Parser } from '@actions/expressions'
import { Kind } from '@actions/expressions/data/index'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { truthy } from '@actions/expressions/result'
import { DemoError } from './demo-error.js'
import { mapOf } from './values.js'

/** What an expression may name, beside the functions that there are everywhere. */
export interface Scope {
  contexts: Readonly<Record<string, data.ExpressionData>>
  functions: readonly FunctionDefinition[]
}

/** `${{ … }}`, whose end is not looked for in a string: there `''` is a quote. */
const EXPRESSION = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g
const WHOLE = new RegExp(`^\\s*${EXPRESSION.source}\\s*$`)
/** Without one of them, a condition holds only where all before it went well. */
const STATUS_FUNCTIONS = ['always', 'success', 'failure', 'cancelled']

/** The value of what stands between `${{` and `}}`. */
export function evaluate(expression: string, { contexts, functions }: Scope): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex()
  // The parser gives nothing for nothing, whatever its type says.
  const parsed: ReturnType<Parser['parse']> | undefined = new Parser(tokens, Object.keys(contexts), [
    ...functions
  ]).parse()
  if (parsed === undefined) throw new Error('there is nothing in it')
  const byName = new Map(functions.map(definition => [definition.name.toLowerCase(), definition]))
  return new Evaluator(parsed, mapOf(contexts), byName).evaluate()
}

/**
 * A text of a workflow with the values of its expressions in their places.
 *
 * @throws DemoError that names `where` and the expression
 */
export function interpolated(where: string, text: string, scope: Scope): string {
  const whole = WHOLE.exec(text)?.[1]
  if (whole !== undefined) return explained(where, whole, () => textOf(evaluate(whole, scope)))
  if (text.replace(EXPRESSION, '').includes('${{')) {
    throw new DemoError(`${where}: ${oneLine(text)} cannot be evaluated: no }} ends it`)
  }
  return text.replace(EXPRESSION, (_, inner: string) =>
    explained(where, inner, () => evaluate(inner, scope).coerceString())
  )
}

/** As `interpolated`, where a single expression may be a list or a map. */
export function dataOf(where: string, text: string, scope: Scope): data.ExpressionData | string {
  const whole = WHOLE.exec(text)?.[1]
  if (whole === undefined) return interpolated(where, text, scope)
  return explained(where, whole, () => evaluate(whole, scope))
}

/**
 * Whether an `if:` holds: without a function that asks for the status, only where `success()` does too.
 *
 * @throws DemoError that names `where` and the expression
 */
export function holds(where: string, condition: string, scope: Scope): boolean {
  const whole = WHOLE.exec(condition)?.[1] ?? condition
  // Text around an expression makes it a text, which is true unless it is empty.
  const isText = whole.includes('${{')
  return explained(where, whole, () => {
    const asksForStatus = !isText && hasStatusFunction(whole)
    if (!asksForStatus && !truthy(evaluate('success()', scope))) return false
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
  if (!value.primitive) throw new Error(`it is ${value.kind === Kind.Array ? 'a list' : 'a map'}, not a text`)
  return value.coerceString()
}

function explained<Value>(where: string, expression: string, value: () => Value): Value {
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

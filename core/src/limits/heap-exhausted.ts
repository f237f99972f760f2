/** Whether these last words of a Node process are V8's when it has no room left. */
export function saysHeapExhausted(lastWords: string): boolean {
  return /heap out of memory|Fatal process out of memory|Array buffer allocation failed/i.test(lastWords)
}

import { registerHooks } from 'node:module'
import { text } from 'node:stream/consumers'

// The packages' 0.3.61 build imports JSON without an attribute, which Node 24 refuses.
registerHooks({
  load(url, context, next) {
    const isJson = url.startsWith('file:') && url.endsWith('.json')
    return next(url, isJson ? { ...context, importAttributes: { ...context.importAttributes, type: 'json' } } : context)
  },
})

const { validate } = await import('@actions/languageservice')
type Document = Parameters<typeof validate>[0]

const content = await text(process.stdin)
// The service asks for no more than the text and where it lies.
const document = { uri: `file:///.github/workflows/${process.argv[2]}`, getText: () => content } as Document
const found = await validate(document)
console.log(JSON.stringify(found.map(({ range, message }) => `${range.start.line + 1}: ${message}`)))

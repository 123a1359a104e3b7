import { registerHooks } from 'node:module'

// The packages' 0.3.61 build imports JSON without an attribute, which Node 24 refuses.
registerHooks({
  load(url, context, next) {
    const isJson = url.startsWith('file:') && url.endsWith('.json') && context.importAttributes?.type === undefined
    return next(url, isJson ? { ...context, importAttributes: { ...context.importAttributes, type: 'json' } } : context)
  },
})

/** GitHub's own parser of workflow files, loaded after the hook that it needs. */
export const workflowParser = await import('@actions/workflow-parser')

/** GitHub's own expression language. */
export const expressions = await import('@actions/expressions')

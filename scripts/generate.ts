import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { renderReference, withReference } from './config/reference.ts'
import { generatedTypes, renderTypes } from './config/types.ts'
import { main } from './main.ts'

const document = 'clients/README.md'

const generate = new Command('generate')
  .description('write what the schemas give: types in scripts/model, the reference in clients/README.md')
  .addHelpText('after', '\nExamples:\n  npm run generate')
  .action(async () => {
    for (const { schema, types } of generatedTypes) {
      await writeFile(types, await renderTypes(JSON.parse(await readFile(schema, 'utf8')), schema))
      console.log(types)
    }
    const client = JSON.parse(await readFile('schemas/client.schema.json', 'utf8'))
    await writeFile(document, withReference(await readFile(document, 'utf8'), renderReference(client, 'the client file')))
    console.log(document)
  })

await main(generate)

import type { Database } from '../../kernel/database.ts'
import { isId } from '../../kernel/ids.ts'
import type { NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Actor, CommandContext, Module } from '../../kernel/module.ts'
import { invariant, isRefusal } from '../../kernel/result.ts'
import type { DocumentDetached } from '../../ledger/attachments/contract.ts'
import type { BookAccount, ItemsParts } from '../stock-item.ts'
import { ItemsAudit } from './audit.ts'
import { catalogueOf } from './catalogue.ts'
import {
  type FamilySaved,
  type ItemChanged,
  type ItemCreated,
  type ItemsContract,
  itemsContract,
} from './contract.ts'
import {
  decideAddBarcode,
  decideChange,
  decideCreate,
  decideRemoveBarcode,
  decideSave,
  decideSaveFamily,
  decideSetImage,
  decideVariants,
  type Places,
} from './domain.ts'
import { Families } from './families.ts'
import { labelsOf } from './labels.ts'
import { changesOf, type Item } from './model.ts'
import { itemsParts } from './parts.ts'
import type { Surroundings } from './ports.ts'
import { ItemQueries } from './queries.ts'
import { type ItemsRefusal, itemNotFound } from './refusals.ts'
import { ItemTables, itemsMigration } from './tables.ts'
import { familyView, type Input, itemView } from './views.ts'

type OperationName = keyof ItemsContract['operations']

/** Items inside the object: what there is to buy, keep and sell. Where it lies and what it is worth, other parts say. */
export function itemsModule(
  database: Database,
  around: Surroundings,
): Module<ItemsContract> & { parts: ItemsParts & { isItem(id: string): boolean } } {
  const tables = new ItemTables(database)
  const families = new Families(database)
  const parts = itemsParts(tables, families, around)
  const books = { tables, families, around, parts }
  const queries = new ItemQueries(books)

  return {
    contract: itemsContract,
    migrations: [itemsMigration],
    derivedTables: ['item_families', 'items', 'item_barcodes', 'kit_components'],
    parts: { ...parts, isItem: (id) => tables.find(id) !== undefined },

    commands: {
      SaveItemFamily(input, context) {
        const known = { familyCount: families.size, depthBelow: (code: string) => families.depthBelow(code) }
        const events = decideSaveFamily(catalogueFor(context, 'SaveItemFamily'), known, input)
        if (isRefusal(events)) return events
        return { events, reply: () => shownFamily(input.code, context) }
      },
      CreateItem(input, context) {
        const events = decideCreate(catalogueFor(context, 'CreateItem'), placesOf(context), input)
        if (isRefusal(events)) return events
        return { events, reply: () => shown(tables.byCode(input.code), context, 'CreateItem') }
      },
      ChangeItem({ item: ref, ...input }, context) {
        const events = decideChange(catalogueFor(context, 'ChangeItem'), ref, input)
        return answered(events, ref, context, 'ChangeItem')
      },
      AddItemBarcode(input, context) {
        const events = decideAddBarcode(catalogueFor(context, 'AddItemBarcode'), input)
        return answered(events, input.item, context, 'AddItemBarcode')
      },
      RemoveItemBarcode(input, context) {
        const events = decideRemoveBarcode(catalogueFor(context, 'RemoveItemBarcode'), input)
        return answered(events, input.item, context, 'RemoveItemBarcode')
      },
      SetItemImage(input, context) {
        const events = decideSetImage(catalogueFor(context, 'SetItemImage'), input.item, imageOf(input))
        return answered(events, input.item, context, 'SetItemImage')
      },
      SaveItems(input, context) {
        const saved = decideSave(catalogueFor(context, 'SaveItems'), placesOf(context), input)
        if (isRefusal(saved)) return saved
        const count = (status: string) => saved.results.filter((each) => each.status === status).length
        return {
          events: saved.events,
          pointerOf: (event) => `/${saved.rowOf.get(event) ?? 0}`,
          reply: () => ({
            created: count('created'),
            changed: count('changed'),
            unchanged: count('unchanged'),
            refused: count('refused'),
            results: saved.results,
          }),
        }
      },
      GenerateVariants(input, context) {
        const made = decideVariants(catalogueFor(context, 'GenerateVariants'), placesOf(context), input)
        if (isRefusal(made)) return made
        const { dryRun = false } = input
        const data = made.variants.map(({ code, name, attributes }) => ({ code, name, attributes }))
        const reply = { dryRun, created: data.length, existing: made.existing, data }
        return { events: dryRun ? [] : made.events, reply: () => reply }
      },
    },

    queries: {
      ListItemFamilies: (input, { actor }) => queries.listFamilies(input, seesIn(actor, 'ListItemFamilies')),
      GetItemFamilyTree: () => queries.tree(),
      ListItems: (input) => queries.list(input),
      ListScannableItems: (input) => queries.scannable(input),
      SearchItems: (input) => queries.search(input),
      GetItemByBarcode: (input, { nowMicros }) => queries.byBarcode(input, nowMicros),
      GetItem({ item: ref }, context) {
        const item = tables.byRef(ref)
        return item ? shown(item, context, 'GetItem') : itemNotFound(ref)
      },
      ListVariants: (input) => queries.variants(input),
      ExplodeKit: ({ item }) => queries.explode(item),
      GetItemImage: ({ item }) => queries.image(item),
      GetLabels: (input) => labelsOf(input, tables.byRef),
    },

    apply(events) {
      for (const event of events)
        switch (event.type) {
          case 'item-family-saved':
            families.save(event.data as FamilySaved)
            break
          case 'item-created':
            tables.create(event as RecordedEvent<string, ItemCreated>)
            break
          case 'item-changed':
            tables.change(event as RecordedEvent<string, ItemChanged>)
            break
        }
      tables.written()
    },

    /** An image that is detached from its item is its image no longer. */
    react(event) {
      if (event.type !== 'document-detached') return []
      const { id } = event.data as DocumentDetached
      const record = around.attachment(id)?.record
      const item = record === undefined ? undefined : tables.find(record)
      const data = item?.image === id ? changesOf(item, { ...item, image: null }) : undefined
      return data ? [{ type: 'item-changed', version: 1, data }] : []
    },

    titleOf(command, input) {
      const { code, name, item: ref } = input as { code?: string; name?: string; item?: string }
      if (command === 'CreateItem' || command === 'SaveItemFamily')
        return [code, name].filter((each) => each !== undefined).join(' ')
      const item = ref === undefined ? undefined : tables.byRef(ref)
      return item && `${item.code} ${item.name}`
    },
    /** Items are for every reader of the inventory; what they cost is masked. */
    shownTo: ({ data }) => JSON.parse(data) as unknown,
    sensitiveClasses: () => (tables.hadCosts() ? ['costs'] : []),
    auditChecks: () => new ItemsAudit(database, tables),

    volatile: {
      mark: () => {},
      undo: forget,
      flush: () => {},
      forget,
    },
  }

  function forget(): void {
    tables.forget()
    families.forget()
  }

  /** An account that the actor does not see is none that they can name. */
  function seesIn(actor: Actor, name: OperationName): (account: BookAccount) => boolean {
    const sight = around.sight(actor, `items.${name}`, itemsContract.operations[name].scope)
    return (account) => !sight || sight.seesAccount(account)
  }

  function catalogueFor({ actor }: CommandContext, name: OperationName) {
    const sees = seesIn(actor, name)
    return catalogueOf(tables, families, {
      hasMoved: around.hasMoved,
      isShort: around.isShort,
      account(code) {
        const account = around.chart.account(code)
        return account && sees(account) ? account : undefined
      },
    })
  }

  function placesOf({ nextSequence, idAt }: CommandContext): Places {
    return { first: nextSequence, idAt: (sequence) => idAt('item', sequence) }
  }

  function answered(
    events: NewEvent[] | ItemsRefusal,
    ref: string,
    context: CommandContext,
    name: OperationName,
  ) {
    if (isRefusal(events)) return events
    // The code may be another one afterwards, the id is not.
    const id = tables.byRef(ref)?.id ?? ref
    return { events, reply: () => shown(tables.find(id), context, name) }
  }

  function shown(item: Item | undefined, { actor }: { actor: Actor }, name: OperationName) {
    invariant(item, 'the item was just looked up')
    return itemView(item, books, seesIn(actor, name))
  }

  function shownFamily(code: string, { actor }: CommandContext) {
    const family = families.family(code)
    invariant(family, `family ${code} was just saved`)
    return familyView(family, around, seesIn(actor, 'SaveItemFamily'))
  }

  /** Undefined: the file is none that can be shown as the image of the item. */
  function imageOf({ item: ref, attachment: id }: Input<'SetItemImage'>): string | null | undefined {
    if (id === null) return null
    const item = tables.byRef(ref)
    const file = isId('attachment', id) ? around.attachment(id) : undefined
    const isOwn = file !== undefined && file.record === item?.id && file.detached === null
    return isOwn && IMAGE_TYPES.has(file.type) ? id : undefined
  }
}

/** What every browser shows. */
const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp'])

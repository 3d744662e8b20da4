import type { Database } from '../../kernel/database.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Actor, Module } from '../../kernel/module.ts'
import { invariant, isRefusal } from '../../kernel/result.ts'
import type { BookAccount } from '../stock-item.ts'
import type { PlacesParts, PlacesPorts, StockPlace } from '../stock-place.ts'
import { PlacesAudit } from './audit.ts'
import {
  type BinsAdded,
  type PlaceChanged,
  type PlacesContract,
  type PutAwaySet,
  placesContract,
  type VirtualPlaceAdded,
  type WarehouseChanged,
  type WarehouseOpened,
} from './contract.ts'
import {
  decideAddBin,
  decideAddBins,
  decideAddVirtualPlace,
  decideChangePlace,
  decideChangeWarehouse,
  decideOpenWarehouse,
  decidePutAway,
  type FindAccount,
} from './domain.ts'
import { type PlaceRow, pathOf, VIRTUAL_PLACES } from './model.ts'
import { type AccountOf, itemRefOf, PlaceQueries, unknownItem, warehouseView } from './queries.ts'
import { PlaceTables, placesMigration, warehouseAccountsMigration } from './tables.ts'

type Sees = (account: BookAccount) => boolean

/** Warehouses and places inside the object. */
export function placesModule(
  database: Database,
  ports: PlacesPorts,
): Module<PlacesContract> & { parts: PlacesParts } {
  const tables = new PlaceTables(database)
  const queries = new PlaceQueries(database, tables, ports.item)

  return {
    contract: placesContract,
    migrations: [placesMigration, warehouseAccountsMigration],
    parts: placesParts(tables),
    derivedTables: ['places', 'warehouses', 'put_away'],
    auditChecks: () => new PlacesAudit(database),

    commands: {
      OpenWarehouse(input, { actor }) {
        const sees = seesIn(actor, 'OpenWarehouse')
        const events = decideOpenWarehouse(tables, accountIn(sees), input)
        return isRefusal(events) ? events : { events, reply: () => shownWarehouse(input.code, sees) }
      },
      ChangeWarehouse(input, { actor }) {
        const sees = seesIn(actor, 'ChangeWarehouse')
        const events = decideChangeWarehouse(tables, ports, accountIn(sees), input)
        if (isRefusal(events)) return events
        return { events, reply: () => shownWarehouse(input.code ?? input.warehouse, sees) }
      },
      AddBin(input) {
        const events = decideAddBin(tables, input)
        return isRefusal(events) ? events : { events, reply: () => shownPlace(input.code) }
      },
      AddBins(input) {
        const decided = decideAddBins(tables, input)
        if (isRefusal(decided)) return decided
        const { events, skipped } = decided
        const bins = (events[0]?.data as BinsAdded | undefined)?.bins ?? []
        const [first, last] = [bins[0]?.code ?? null, bins.at(-1)?.code ?? null]
        return { events, reply: () => ({ added: bins.length, skipped, first, last }) }
      },
      AddVirtualPlace(input) {
        const events = decideAddVirtualPlace(tables, input)
        return isRefusal(events) ? events : { events, reply: () => shownPlace(input.code) }
      },
      ChangePlace(input) {
        const events = decideChangePlace(tables, ports, input)
        if (isRefusal(events)) return events
        return { events, reply: () => shownPlace(input.code ?? input.place) }
      },
      SetPutAway(input) {
        const item = ports.item(input.item)
        if (!item) return unknownItem(input.item)
        const events = decidePutAway(tables, item.id, input)
        if (isRefusal(events)) return events
        const { warehouse, place } = input
        return { events, reply: () => ({ item: itemRefOf(item, item.id), warehouse, place }) }
      },
    },

    queries: {
      ListWarehouses: (input, { actor }) =>
        queries.warehouses(input, accountOf(seesIn(actor, 'ListWarehouses'))),
      GetWarehouse: ({ warehouse }, { actor }) =>
        queries.warehouse(warehouse, accountOf(seesIn(actor, 'GetWarehouse'))),
      PreviewBins: (input) => queries.preview(input),
      ListPlaces: (input) => queries.places(input),
      GetPlace: ({ place }) => queries.place(place),
      ListPutAway: (input) => queries.putAways(input),
    },

    apply(events) {
      for (const event of events) applyOne(event)
    },

    // Where goods lie is set-up that every reader of the stock may see.
    shownTo: ({ data }) => JSON.parse(data),

    titleOf: (_, input) => {
      const { code, place, warehouse, pattern, item } = input as Record<string, string | undefined>
      return pattern ?? place ?? code ?? item ?? warehouse
    },

    volatile: { mark() {}, undo: forget, flush() {}, forget },
  }

  function forget(): void {
    tables.forget()
  }

  function applyOne({ type, data }: RecordedEvent): void {
    switch (type) {
      case 'warehouse-opened':
        tables.open(data as WarehouseOpened)
        return
      case 'warehouse-changed':
        tables.changeWarehouse(data as WarehouseChanged)
        return
      case 'bins-added':
        tables.addBins(data as BinsAdded)
        return
      case 'virtual-place-added':
        tables.addVirtual(data as VirtualPlaceAdded)
        return
      case 'place-changed':
        tables.changePlace(data as PlaceChanged)
        return
      case 'put-away-set':
        tables.setPutAway(data as PutAwaySet)
        return
    }
  }

  function shownWarehouse(code: string, sees: Sees) {
    const warehouse = tables.warehouse(code)
    invariant(warehouse, `warehouse ${code} was just written`)
    return warehouseView(warehouse, accountOf(sees))
  }

  /** An account that the actor does not see is none that they can name. */
  function seesIn(actor: Actor, name: keyof PlacesContract['operations']): Sees {
    const sight = ports.sight(actor, `places.${name}`, placesContract.operations[name].scope)
    return (account) => !sight || sight.seesAccount(account)
  }

  function accountIn(sees: Sees): FindAccount {
    return (code) => {
      const account = ports.chart.account(code)
      return account && sees(account) ? account : undefined
    }
  }

  function accountOf(sees: Sees): AccountOf {
    return (id) => {
      const account = ports.chart.accountById(id)
      return sees(account) ? account : undefined
    }
  }

  function shownPlace(code: string) {
    const place = tables.byCode(code)
    invariant(place, `place ${code} was just written`)
    return queries.view(place)
  }
}

function placesParts(tables: PlaceTables): PlacesParts {
  const stockPlace = (place: PlaceRow): StockPlace => {
    const root = place.warehouse === null ? undefined : tables.byOrdinal(place.warehouse)
    const { ordinal, code, name, kind, isPickable, sort } = place
    return {
      ordinal,
      code,
      name,
      kind,
      warehouse: root?.code ?? null,
      warehouseOrdinal: place.warehouse,
      path: pathOf(tables, place).map((each) => each.code),
      isActive: place.isActive && (root?.isActive ?? true),
      isPickable,
      sort,
    }
  }
  const byCode = (code: string) => {
    const place = tables.byCode(code)
    return place && stockPlace(place)
  }
  return {
    place: byCode,
    byOrdinal: (ordinal) => stockPlace(tables.byOrdinal(ordinal)),
    ordinal: (code) => tables.byCode(code)?.ordinal,
    warehouse: (code) => tables.warehouse(code),
    warehouses: () => tables.warehouses(),
    within(code) {
      const place = tables.byCode(code)
      return place ? tables.codesWithin(place.ordinal) : []
    },
    isWithin: ({ path }, above) => path.includes(above),
    default() {
      const [first] = tables
        .warehouses()
        .filter(({ isActive }) => isActive)
        .toSorted((a, b) => a.ordinal - b.ordinal)
      return first && byCode(first.code)
    },
    virtual(kind) {
      const system = VIRTUAL_PLACES.find((each) => each.kind === kind)
      invariant(system, `there is a virtual place for ${kind}`)
      return stockPlace(tables.byOrdinal(system.ordinal))
    },
    putAway(item, code) {
      const warehouse = tables.warehouse(code)
      const ordinal = warehouse && tables.putAway(item, warehouse.ordinal)
      return ordinal === undefined ? undefined : stockPlace(tables.byOrdinal(ordinal))
    },
  }
}

/** Every limit of the system has a name, and every refusal that comes from one says the name's number. */
export const LIMITS = {
  /** Lines of one journal entry. */
  entryLinesMin: 2,
  entryLinesMax: 1_000,
  /** Rows of one bulk request. */
  bulkRowsMax: 10_000,
  /** Size of a JSON request body. One entry of 1,000 lines with long memos stays below it. */
  jsonBytesMax: 1_048_576,
  /** Size of an NDJSON or text body: an RPC carries 32 MiB, and an object has 128 MB of memory for everything. */
  bulkBytesMax: 8_388_608,
  /** Rows of one list page. */
  pageRowsMax: 200,
  pageRowsDefault: 50,
  /** Amounts are integers of minor units that JavaScript and SQLite both hold exactly: |x| ≤ 2^53 − 1. */
  minorUnitsMax: Number.MAX_SAFE_INTEGER,
  /** Decimal places a unit of account may have. */
  scaleMax: 18,
  accountCodeCharsMax: 200,
  nameCharsMax: 200,
  unitCodeCharsMax: 40,
  descriptionCharsMax: 1_000,
  referenceCharsMax: 200,
  noteCharsMax: 4_000,
  memoCharsMax: 500,
  tagsMax: 40,
  idempotencyKeyCharsMax: 200,
  /** How long a reply is kept for a retried request. */
  idempotencyDays: 30,
  /** A stored reply lies in parts of this size, because a SQLite value ends at 2 MB; a character takes up to 3 bytes. */
  storedReplyPartChars: 600_000,
  /** Request bodies up to this size are kept with the key, so that a refusal can name the field that differs. */
  storedRequestBytesMax: 65_536,
  /** One round of events and the reactions to them. More is a loop between modules, which is a bug. */
  reactionRoundsMax: 16,
  /** A Queue message ends at 128 KB; the rest is room for its envelope. */
  queueMessageBytesMax: 100_000,
  /** Events in one slice of the log, and characters of their data: a slice travels by RPC, which ends at 32 MiB. */
  logSliceEventsMax: 2_000,
  logSliceCharsMax: 6_000_000,
  /** An event's data is one SQLite value with room for its neighbours. */
  eventBytesMax: 1_900_000,
  /** A reading consumer that has not confirmed for this long gets the range again. */
  relayRetryMs: 20_000,
  /** The log goes out this soon after a quiet time, and while there is no quiet, this often. */
  relayDelayMs: 50,
  relayEveryMs: 1_000,
  relayBackoffMaxMs: 60_000,
  /** A live channel is told nothing more after this long: its reader has to be asked again who they are. */
  liveListenerMs: 60_000,
  /** Policies that one company may have, active ones and retired ones together. */
  policiesMax: 200,
  policyCommandsMax: 20,
  policyStepsMax: 10,
  policyReasonCharsMax: 500,
  /** Conditions of one policy, and how deep they may lie in each other. */
  conditionNodesMax: 100,
  conditionDepthMax: 8,
  conditionValuesMax: 200,
  /** Days that a meter looks back. */
  meterDaysMax: 366,
  /** Values that one meter is kept by at the same time, such as the accounts of one entry. */
  meterKeysMax: 1_000,
  /** Events that are read to fill the meters of a new policy; older ones are not counted, and its view says so. */
  meterFillEventsMax: 20_000,
  /** Events that one call of a simulation, and of the report on duties, looks at. */
  simulationEventsMax: 5_000,
  dutiesEventsMax: 100_000,
  /** First matches that one call of a simulation names. */
  simulationMatchesMax: 100,
  /** Reasons that a decision names, over all rows of a bulk request. */
  reasonsShownMax: 100,
  approversMax: 10,
  approvalDaysMax: 366,
  delegationDaysMax: 366,
  commentCharsMax: 1_000,
  /** Bytes of the input of a command that waits for an approval: it is one event. */
  parkedInputBytesMax: 1_500_000,
  /** Commands that one alarm carries out because their time has come; the rest follow in the next. */
  dueCommandsMax: 100,
  bankAccountsMax: 50,
  /** Dimensions of one line. */
  dimensionsMax: 12,
  dimensionCodeCharsMax: 60,
  numberPatternCharsMax: 60,
  /** Dimensions of one company, values of one dimension, and values of one request. */
  companyDimensionsMax: 20,
  dimensionValuesMax: 20_000,
  dimensionValuesARequestMax: 2_000,
  distributionSharesMax: 100,
  /** Rates of exchange that one request records, and that one file brings. */
  ratesMax: 10_000,
  ratesImportedMax: 300_000,
  /** Size of a file of rates: the euro's whole history as XML is some 9 MB. */
  rateFileBytesMax: 16_777_216,
  /** Rates in one event: well below what an event may hold. */
  ratesPerEventMax: 20_000,
  rateSourceCharsMax: 30,
  /** Sources that a company names in its order, and that it has at all. */
  rateSourcesMax: 20,
  /** How old a rate may be when it is used: by default a long week-end of central banks, at most a year. */
  rateAgeDaysDefault: 7,
  rateAgeDaysMax: 366,
  /** Open items and balances that one revaluation looks at. */
  revaluedPositionsMax: 20_000,
  /** Accounts that a revaluation or a clearing may be limited to. */
  revaluedAccountsMax: 200,
  /** Addresses that one publication of a root is mailed to. */
  publicationAddressesMax: 20,
  /** Events of one block of the Merkle tree: its root is stored, what lies inside is made from the log. A power of two. */
  merkleBlockEvents: 1_024,
  /** Lines that one merge of two accounts moves: they are written in one transaction. */
  mergeLinesMax: 100_000,
  /** Rows of one imported chart. */
  chartRowsMax: 5_000,
  /** Columns of one report, beside their sum. */
  reportColumnsMax: 36,
  /** Values of a dimension that a report may be limited to, and the text that says so. */
  reportFilterValuesMax: 100,
  reportFilterCharsMax: 4_000,
  /** Buckets that one explanation shows; more of them are put together by year, or as one. */
  explainBucketsMax: 2_000,
  /** Months that an explanation by dimension looks at one by one. */
  explainMonthsMax: 36,
  /** Entries that one page of an explanation shows: each comes with its proof. */
  explainEntriesMax: 20,
  explainEntriesDefault: 10,
  /** Entries that one page of an explanation, and of a journal, looks into. */
  reportCandidatesMax: 1_000,
  /** Lines of all entries of one page of a report. */
  reportPageLinesMax: 8_000,
  /** Effects on accounts and months that one report of changes names; more of them are put together by account. */
  changeEffectsMax: 2_000,
  /** Rows of a report as a file: a workbook and a document are made as a whole, a CSV goes out page by page. */
  reportXlsxRowsMax: 20_000,
  reportPdfRowsMax: 5_000,
  /** Length of one fiscal year, and the periods that it may be cut into. */
  fiscalYearMonthsMax: 24,
  fiscalPeriodsMax: 60,
  /** Fiscal years that a company opens or closes: one a year for longer than dates reach. */
  fiscalYearsMax: 1_200,
  /** Income and expense accounts in the result of a closed year: it is one event. */
  closedAccountsMax: 20_000,
  /** How long somebody may be let into locked days, and how many such exceptions are in force at once. */
  lockExceptionDaysMax: 31,
  lockExceptionsMax: 200,
  /** Items of its own that a company puts on the checklist of a period. */
  checklistItemsMax: 100,
  /** Earlier periods, and commands that wait, which a checklist looks at. */
  checklistLookedAtMax: 500,
  reasonCharsMax: 500,
  /** Open items that one match settles together. */
  matchedItemsMax: 1_000,
  /** Matches that one item may be in: it is settled in so many parts. */
  itemMatchesMax: 1_000,
  /** Matches of an item that a list names. */
  itemMatchesShownMax: 20,
  /** Open items that suggestions are made of, the oldest first, and items of one suggestion. */
  suggestionItemsMax: 2_000,
  suggestedItemsMax: 100,
  /** Lines that become open items when an account is made one of open items. */
  openedItemsMax: 20_000,
  /** How long an entry may be held. */
  pendingSecondsMax: 31_622_400,
  /** Parts in which an entry on hold is posted while its rest stays on hold. */
  pendingPartsMax: 1_000,
  /** Drafts that are open at the same time, and that one request posts. */
  openDraftsMax: 10_000,
  draftsARequestMax: 500,
  templatesMax: 500,
  templateLinesMax: 200,
  /** Schedules that are not ended. */
  schedulesMax: 1_000,
  rruleCharsMax: 500,
  /** How far the dates of a schedule go beyond its start. */
  scheduleYearsMax: 100,
  previewDatesMax: 100,
  /** Dates that lie in the past when a schedule is made, or were missed while it was paused. */
  missedDatesMax: 1_000,
  /** Size of a file that is attached, and how many one record has. */
  documentBytesMax: 26_214_400,
  attachmentsARecordMax: 100,
  attachmentCountsMax: 200,
  documentNameCharsMax: 200,
  /** Rows of one part of an import, and lines of all its entries: they are booked in one transaction. */
  importPartRowsMax: 10_000,
  importPartLinesMax: 60_000,
  /** Bad rows and warnings of one part that are kept; the rest is counted. */
  importErrorsMax: 500,
  importWarningsMax: 100,
  /** Imports that are open at once, and mappings that are saved. */
  openImportsMax: 100,
  importMappingsMax: 200,
  /** Codes of accounts that one import translates. */
  mappedAccountsMax: 5_000,
  /** Columns and characters of a cell of a CSV file. */
  csvColumnsMax: 200,
  csvCellCharsMax: 10_000,
  /** Characters of a file that a mapping is proposed from. */
  importSampleCharsMax: 100_000,
  /** Balances of a journal that are carried from one part to the next; with more, assertions are not checked. */
  carriedBalancesMax: 10_000,
  /** Entries that one call takes back. */
  reversedEntriesMax: 500,
  /** Lines of opening balances that one request brings. */
  openingLinesMax: 20_000,
  /** Places of one company, warehouses among them, and bins that one request adds: they are one event. */
  placesMax: 200_000,
  warehousesMax: 500,
  binsARequestMax: 5_000,
  placeCodeCharsMax: 60,
  placeSortMax: 1_000_000_000,
  rangePatternCharsMax: 120,
  addressCharsMax: 500,
  /** How deep places lie in each other below the root place of their warehouse. */
  placeDepthMax: 10,
  /** Codes that a refusal or a preview names. */
  placeCodesShownMax: 20,
  /** Places that are held in memory beside their table. */
  placesCachedMax: 4_000,
  /** Lines of one request that reserves, and of one announcement of a receipt. */
  reservationLinesMax: 500,
  demandCharsMax: 60,
  lotCodeCharsMax: 60,
  /** Places and lots that one reservation is allocated to. */
  reservationHoldingsMax: 200,
  reservationDaysMax: 3_660,
  /** Reservations that a refusal names as those that hold the goods. */
  reservationsNamedMax: 5,
  /** Reservations that one receipt of goods covers; the rest are covered with the next movement. */
  reservationsCoveredMax: 1_000,
  /** Items that one question for availability names, and dates of one item; later ones are put together. */
  availabilityItemsMax: 200,
  availabilityDatesMax: 60,
  /** Families of items of one company, and how deep they lie in each other. */
  itemFamiliesMax: 2_000,
  itemFamilyDepthMax: 20,
  itemCodeCharsMax: 60,
  itemTextCharsMax: 4_000,
  /** Digits of a part of a conversion, such as 12 of "12 pieces a box": products of two stay exact. */
  conversionPartMax: 1_000_000_000,
  /** Units of one item beside its stock unit, and its barcodes and attributes. */
  itemUnitsMax: 30,
  itemUnitCharsMax: 20,
  itemScaleMax: 6,
  itemBarcodesMax: 50,
  barcodeCharsMax: 200,
  itemAttributesMax: 40,
  attributeCharsMax: 200,
  /** Axes of a template, values of an axis, and variants of a template. */
  variantAxesMax: 5,
  axisValuesMax: 200,
  variantsMax: 5_000,
  variantsARequestMax: 2_000,
  codePatternCharsMax: 120,
  /** Components of one kit, how deep kits lie in each other, and what a kit may come to when it is exploded. */
  kitComponentsMax: 200,
  kitDepthMax: 10,
  kitExplodedMax: 1_000,
  /** Results of a search as you type, and matches that are looked at to rank them. */
  itemsFoundMax: 50,
  itemsRankedMax: 200,
  searchWordsMax: 12,
  /** Items that one request prints labels of, and labels of one file. */
  labelItemsMax: 200,
  labelsMax: 2_000,
  /** Items that are held in memory beside their table. */
  itemsCachedMax: 4_000,
  /** Lines of one stock document, and serial numbers of one of them. */
  stockLinesMax: 1_000,
  serialsALineMax: 1_000,
  /** Later moves of one item which a document that is dated back values anew at once; more of them are valued in steps. */
  laterMovesMax: 20_000,
  recalculatedMovesAStep: 10_000,
  previewedMovesMax: 40_000,
  recalculationRetryMs: 60_000,
  adjustedMovesAnEventMax: 20_000,
  /** Decimals of a cost for one unit. */
  unitCostDecimalsMax: 10,
  /** Buckets of age of a report, and the age that they tell apart at most. */
  stockAgesMax: 11,
  stockAgeDaysMax: 36_500,
  /** Items that are looked at for one page of a report of the stock. */
  stockReportItemsMax: 1_000,
  /** Moves of one lot that are traced. */
  lotTraceMovesMax: 20_000,
  /** Layers that the explanation of an item's value names. */
  explainedLayersMax: 200,
  /** Lines of one stock count: what differs of them is corrected by one document. */
  countLinesMax: 4_000,
  /** Lines of one request that records what was counted, and with their serial numbers. */
  countedLinesMax: 500,
  countedAtOnceMax: 2_000,
  /** Items or families that a count is selected by, and days that it looks back. */
  countSelectedMax: 500,
  countDaysMax: 3_660,
  /** Reorder rules of one request, and days of them. */
  reorderRowsMax: 5_000,
  reorderDaysMax: 1_000,
  /** Rules that one page of proposals looks at, and proposals that are accepted together. */
  reorderLookedAtMax: 1_000,
  proposalsARequestMax: 200,
  timeZoneCharsMax: 60,
  /** Entries that the trial of a part shows, and lines of each. */
  importPreviewEntriesMax: 20,
  importPreviewLinesMax: 20,
  /** Sums of an account and month that are kept in memory for reports: 40 bytes each. With more, reports read the tables. */
  bucketsInMemoryMax: 100_000,
  /** Documents that are shown as what followed from a stock document, and documents that one page of a search looks at. */
  followersShownMax: 50,
  stockDocumentsSearchedMax: 2_000,
  /** Moves that are done again for one page of a report of the stock as it was known; one item is always looked at. */
  stockReplayedMovesMax: 50_000,
  /** Documents of what was used, or made, under one reference that a trace goes on with. */
  lotTraceDocumentsMax: 50,
  /** Amounts of a supplier's bill beside its goods. */
  billChargesMax: 100,
} as const

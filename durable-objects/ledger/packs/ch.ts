import { pack } from './pack.ts'

/** Kontenrahmen KMU, in the order of articles 959a and 959b OR. */
export const ch = pack(
  {
    code: 'ch',
    language: 'de',
    description: 'Switzerland: Schweizer Kontenrahmen KMU under the Code of Obligations.',
    roles: {
      retainedEarnings: '2970',
      currentEarnings: '2979',
      openingBalance: '9100',
      exchangeGain: '6999',
      exchangeLoss: '6949',
      unrealisedGain: '6999',
      unrealisedLoss: '6949',
      rounding: '6961',
      suspense: '1099',
      receivables: '1100',
      payables: '2000',
      bank: '1020',
      cash: '1000',
      inventory: '1200',
      costOfSales: '4200',
      goodsReceived: '2020',
      priceDifference: '4890',
      stockAdjustment: '4870',
      stockVariation: '4800',
      stockRevaluation: '4860',
      stockInTransit: '1290',
      scrap: '4880',
      inputTax: '1170',
      outputTax: '2200',
    },
  },
  `
1|Aktiven|Assets|current-asset
  100|Flüssige Mittel|Cash and banks|cash
    1000|Kasse|Cash
    1010|PostFinance|PostFinance
    1020|Bankguthaben|Bank
    1021|Bankguthaben Sparkonto|Bank, savings
    1090|Transferkonto|Transfer account
    1091|Lohndurchlaufkonto|Payroll clearing
    1099|Unklare Beträge|Suspense||open
  106|Kurzfristig gehaltene Aktiven mit Börsenkurs|Short-term securities
    1060|Wertschriften|Securities
    1069|Wertberichtigungen Wertschriften|Allowance for securities
  110|Forderungen aus Lieferungen und Leistungen|Trade receivables|receivable
    1100|Forderungen aus Lieferungen und Leistungen (Debitoren)|Trade receivables||receivables
    1109|Delkredere|Allowance for receivables
  114|Übrige kurzfristige Forderungen|Other receivables
    1140|Vorschüsse und Darlehen|Advances and loans||open
    1170|Vorsteuer MWST Material, Waren, Dienstleistungen, Energie|Input VAT on materials, goods, services, energy||tax %CH-IN-8.1
    1171|Vorsteuer MWST Investitionen und übriger Betriebsaufwand|Input VAT on investments and overheads||tax %CH-IN-INVEST-8.1
    1176|Verrechnungssteuer|Withholding tax receivable
    1180|Forderungen gegenüber Sozialversicherungen|Due from social security
    1189|Quellensteuer|Tax at source receivable
    1190|Sonstige kurzfristige Forderungen|Sundry receivables||open
    1192|Geleistete Anzahlungen|Advances paid|prepayment|open
  120|Vorräte und nicht fakturierte Dienstleistungen|Inventories and services not invoiced|inventory
    1200|Handelswaren|Goods for resale||stock
    1210|Rohstoffe|Raw materials||stock
    1220|Werkstoffe|Materials||stock
    1230|Hilfs- und Verbrauchsmaterial|Supplies||stock
    1250|Handelswaren in Konsignation|Goods on consignment||stock
    1260|Fertige Erzeugnisse|Finished goods||stock
    1270|Unfertige Erzeugnisse|Work in progress||stock
    1290|Unterwegs befindliche Waren|Goods in transit||stock
    1280|Nicht fakturierte Dienstleistungen|Services not invoiced
  130|Aktive Rechnungsabgrenzungen|Prepayments and accrued income|prepayment
    1300|Bezahlter Aufwand des Folgejahres|Prepaid expenses
    1301|Noch nicht erhaltener Ertrag|Accrued income
  14|Anlagevermögen|Non-current assets|fixed-asset
    140|Finanzanlagen und Beteiligungen|Financial assets|non-current-asset
      1400|Wertschriften des Anlagevermögens|Long-term securities
      1440|Darlehen|Loans granted
      1480|Beteiligungen|Participations
      1489|Wertberichtigungen Beteiligungen|Allowance for participations
    150|Mobile Sachanlagen|Movable tangible assets
      1500|Maschinen und Apparate|Machines
      1509|Wertberichtigungen Maschinen und Apparate|Depreciation of machines
      1510|Mobiliar und Einrichtungen|Furniture and fittings
      1519|Wertberichtigungen Mobiliar und Einrichtungen|Depreciation of furniture
      1520|Büromaschinen, Informatik, Kommunikationstechnologie|Office equipment and computers
      1529|Wertberichtigungen Büromaschinen und Informatik|Depreciation of office equipment
      1530|Fahrzeuge|Vehicles
      1539|Wertberichtigungen Fahrzeuge|Depreciation of vehicles
      1540|Werkzeuge und Geräte|Tools
      1549|Wertberichtigungen Werkzeuge und Geräte|Depreciation of tools
    160|Immobile Sachanlagen|Land and buildings
      1600|Geschäftsliegenschaften|Business premises
      1609|Wertberichtigungen Geschäftsliegenschaften|Depreciation of premises
    170|Immaterielle Werte|Intangible assets
      1700|Patente, Know-how, Lizenzen, Rechte, Entwicklungen|Patents, know-how, licences
      1709|Wertberichtigungen Patente und Lizenzen|Amortisation of patents
      1770|Goodwill|Goodwill
      1779|Wertberichtigungen Goodwill|Amortisation of goodwill
    180|Nicht einbezahltes Grundkapital|Capital not paid in|non-current-asset
      1850|Nicht einbezahltes Aktien- oder Stammkapital|Share capital not paid in
20|Kurzfristiges Fremdkapital|Current liabilities|current-liability
  200|Verbindlichkeiten aus Lieferungen und Leistungen|Trade payables|payable
    2000|Verbindlichkeiten aus Lieferungen und Leistungen (Kreditoren)|Trade payables||payables
    2020|Wareneingang ohne Rechnung|Goods received, not invoiced|current-liability|goods-received
    2030|Erhaltene Anzahlungen|Advances received|current-liability|open
  210|Kurzfristige verzinsliche Verbindlichkeiten|Short-term interest-bearing debt
    2100|Bankverbindlichkeiten|Bank overdrafts
    2120|Verbindlichkeiten aus Finanzierungsleasing|Finance leases
    2140|Übrige verzinsliche Verbindlichkeiten|Other interest-bearing debt
    2160|Verbindlichkeiten gegenüber Beteiligten|Due to shareholders
  220|Übrige kurzfristige Verbindlichkeiten|Other current liabilities
    2200|Geschuldete MWST (Umsatzsteuer)|Output VAT|tax-payable|tax %CH-OUT-8.1
    2201|Abrechnungskonto MWST|VAT settlement|tax-payable
    2202|Bezugsteuer|Acquisition tax|tax-payable|tax %CH-RC-IN-8.1
    2206|Verrechnungssteuer|Withholding tax payable|tax-payable
    2208|Direkte Steuern|Direct taxes payable|tax-payable
    2210|Sonstige kurzfristige Verbindlichkeiten|Sundry liabilities||open
    2261|Beschlossene Ausschüttungen|Dividends payable
    2270|Sozialversicherungen und Vorsorgeeinrichtungen|Social security and pension funds||open
    2279|Quellensteuer|Tax at source payable|tax-payable|open
  230|Passive Rechnungsabgrenzungen und kurzfristige Rückstellungen|Accruals and provisions
    2300|Noch nicht bezahlter Aufwand|Accrued expenses
    2301|Erhaltener Ertrag des Folgejahres|Deferred income
    2330|Kurzfristige Rückstellungen|Short-term provisions
24|Langfristiges Fremdkapital|Non-current liabilities|non-current-liability
  2400|Bankverbindlichkeiten|Bank loans
  2420|Verbindlichkeiten aus Finanzierungsleasing|Finance leases
  2430|Obligationenanleihen|Bonds
  2450|Darlehen|Loans
  2451|Hypotheken|Mortgages
  2500|Übrige langfristige Verbindlichkeiten|Other long-term liabilities
  2600|Rückstellungen|Provisions
28|Eigenkapital|Equity|equity
  2800|Grund-, Gesellschafter- oder Stiftungskapital|Share capital
  2820|Kapitaleinlagen und Kapitalrückzüge|Contributions and withdrawals
  2850|Privat|Private account
  2900|Gesetzliche Kapitalreserve|Legal capital reserve
  2940|Aufwertungsreserve|Revaluation reserve
  2950|Gesetzliche Gewinnreserve|Legal revenue reserve
  2960|Freiwillige Gewinnreserven|Voluntary revenue reserves
  2970|Gewinnvortrag oder Verlustvortrag|Profit or loss brought forward|retained-earnings
  2979|Jahresgewinn oder Jahresverlust|Result of the year|retained-earnings
  2980|Eigene Aktien|Own shares
3|Betrieblicher Ertrag|Operating income|revenue
  3000|Produktionserlöse|Sales of own products||%CH-OUT-8.1
  3200|Handelserlöse|Sales of goods||%CH-OUT-8.1
  3201|Handelserlöse reduzierter Satz|Sales of goods, reduced rate||%CH-OUT-2.6
  3208|Handelserlöse Export|Exports||%CH-EXPORT
  3400|Dienstleistungserlöse|Services||%CH-OUT-8.1
  3408|Dienstleistungserlöse Ausland|Services abroad||%CH-OUT-OUTSIDE
  3500|Beherbergung|Accommodation||%CH-OUT-3.8
  3600|Übrige Erlöse aus Lieferungen und Leistungen|Other sales||%CH-OUT-8.1
  3700|Eigenleistungen|Own work capitalised|other-income
  3710|Eigenverbrauch|Own consumption||%CH-OUT-8.1
  3800|Skonti und Rabatte|Discounts and rebates||%CH-OUT-8.1
  3805|Verluste Forderungen, Veränderung Delkredere|Bad debts and change of allowance
  3900|Bestandesänderungen unfertige Erzeugnisse|Change in work in progress
  3901|Bestandesänderungen fertige Erzeugnisse|Change in finished goods
  3940|Bestandesänderungen nicht fakturierte Dienstleistungen|Change in services not invoiced
4|Aufwand für Material, Handelswaren, Dienstleistungen und Energie|Materials, goods, services and energy|cost-of-sales
  4000|Materialaufwand Produktion|Materials for production||%CH-IN-8.1
  4200|Handelswarenaufwand|Cost of goods for resale||%CH-IN-8.1
  4270|Direkte Einkaufsspesen, Zölle und Frachten|Customs and freight in
  4400|Aufwand für bezogene Dienstleistungen|Purchased services||%CH-IN-8.1
  4500|Energieaufwand zur Leistungserstellung|Energy for production||%CH-IN-8.1
  4800|Bestandesänderungen Handelswaren|Change in goods for resale
  4860|Bewertungsdifferenzen Vorräte|Inventory revaluation
  4870|Inventurdifferenzen|Inventory differences
  4880|Material- und Warenverluste|Losses of materials and goods
  4890|Einkaufspreisdifferenzen|Purchase price differences
  4900|Erhaltene Skonti und Rabatte|Discounts received||%CH-IN-8.1
5|Personalaufwand|Staff costs|operating-expense
  5000|Lohnaufwand|Wages and salaries
  5005|Leistungen von Sozialversicherungen|Benefits from social security
  5700|AHV, IV, EO, ALV|Social security
  5710|FAK|Family allowances fund
  5720|Berufliche Vorsorge|Pension fund
  5730|Unfallversicherung|Accident insurance
  5740|Krankentaggeldversicherung|Sickness insurance
  5790|Quellensteuer|Tax at source
  5800|Personalrekrutierung|Recruitment
  5810|Aus- und Weiterbildung|Training
  5820|Reisespesen|Travel expenses
  5830|Pauschalspesen|Lump-sum expenses
  5880|Sonstiger Personalaufwand|Other staff costs
  5900|Leistungen Dritter|Temporary staff
6|Übriger betrieblicher Aufwand|Other operating expenses|operating-expense
  6000|Mieten|Rent
  6030|Nebenkosten|Service charges
  6040|Reinigung|Cleaning
  6050|Unterhalt Geschäftsräume|Maintenance of premises
  6100|Unterhalt, Reparaturen, Ersatz mobile Sachanlagen|Repairs of equipment
  6105|Leasing mobile Sachanlagen|Leasing of equipment
  6200|Fahrzeugaufwand|Vehicles
  6210|Betriebsstoffe|Fuel
  6220|Fahrzeugversicherungen|Vehicle insurance
  6230|Verkehrsabgaben|Road taxes
  6260|Fahrzeugleasing|Vehicle leasing
  6280|Transportaufwand|Freight out
  6300|Sachversicherungen|Insurance
  6360|Abgaben, Gebühren, Bewilligungen|Levies and permits
  6400|Strom, Gas, Wasser|Electricity, gas, water
  6460|Entsorgung|Waste disposal
  6500|Büromaterial|Office supplies
  6503|Fachliteratur, Zeitungen, Zeitschriften|Journals and books
  6510|Telefon|Telephone
  6512|Internet|Internet
  6513|Porti|Postage
  6520|Beiträge|Membership dues
  6521|Spenden, Vergabungen|Donations
  6530|Buchführung|Bookkeeping
  6531|Unternehmensberatung|Consulting
  6532|Rechtsberatung|Legal fees
  6540|Verwaltungsrat, Generalversammlung, Revisionsstelle|Board, general meeting, auditor
  6570|Informatik|Information technology
  6574|Lizenzen und Wartung Software|Software licences
  6600|Werbung|Advertising
  6640|Reisen, Kundenbetreuung|Travel and client care
  6700|Sonstiger betrieblicher Aufwand|Other operating expenses
68|Abschreibungen und Wertberichtigungen|Depreciation|depreciation
  6800|Abschreibungen Finanzanlagen|Write-down of financial assets
  6820|Abschreibungen mobile Sachanlagen|Depreciation of movable assets
  6830|Abschreibungen immobile Sachanlagen|Depreciation of premises
  6840|Abschreibungen immaterielle Werte|Amortisation of intangible assets
69|Finanzaufwand|Finance costs|finance-cost
  6900|Zinsaufwand|Interest expense
  6940|Bankspesen|Bank charges
  6949|Währungsverluste|Exchange losses
  6961|Rundungsdifferenzen|Rounding differences
695|Finanzertrag|Financial income|other-income
  6950|Zinserträge Bankguthaben|Bank interest
  6960|Erträge aus Wertschriften|Income from securities
  6999|Währungsgewinne|Exchange gains
7|Betrieblicher Nebenerfolg, Ertrag|Ancillary income|other-income
  7000|Ertrag Nebenbetrieb|Income of ancillary business
  7500|Ertrag betriebliche Liegenschaft|Income of business property
  8100|Betriebsfremder Ertrag|Non-operating income
  8510|Ausserordentlicher Ertrag|Extraordinary income
75|Betrieblicher Nebenerfolg, Aufwand|Ancillary expenses|operating-expense
  7010|Aufwand Nebenbetrieb|Expenses of ancillary business
  7510|Aufwand betriebliche Liegenschaft|Expenses of business property
  8000|Betriebsfremder Aufwand|Non-operating expenses
  8500|Ausserordentlicher Aufwand|Extraordinary expenses
89|Steuern|Taxes|income-tax
  8900|Direkte Steuern|Direct taxes
9|Abschluss|Closing|equity
  9100|Eröffnungsbilanz|Opening balances
`,
)

import { pack } from './pack.ts'

/**
 * Kontenrahmen SKR 03, ordered by the processes of a business. Numbers and terms are those of the frame; it leaves 0869,
 * 1699 and 4989 to the company.
 */
export const deSkr03 = pack(
  {
    code: 'de-skr03',
    language: 'de',
    description: 'Germany: Standardkontenrahmen 03, by processes, for accounts under the HGB.',
    roles: {
      retainedEarnings: '0860',
      currentEarnings: '0869',
      openingBalance: '9000',
      exchangeGain: '2660',
      exchangeLoss: '2150',
      unrealisedGain: '2660',
      unrealisedLoss: '2150',
      rounding: '4989',
      suspense: '1792',
      receivables: '1400',
      payables: '1600',
      bank: '1200',
      cash: '1000',
      inventory: '3980',
      costOfSales: '3960',
      goodsReceived: '1699',
      priceDifference: '3961',
      stockAdjustment: '3962',
      stockVariation: '3960',
      stockRevaluation: '3963',
      stockInTransit: '3989',
      scrap: '3964',
      inputTax: '1576',
      outputTax: '1776',
    },
  },
  `
00|Immaterielles Vermögen und Grundstücke|Intangible assets and land|fixed-asset
  0010|Konzessionen, Schutzrechte und Lizenzen|Concessions, rights and licences
  0027|EDV-Software|Software
  0035|Geschäfts- oder Firmenwert|Goodwill
  0039|Anzahlungen auf immaterielle Vermögensgegenstände|Payments on account for intangibles
  0065|Unbebaute Grundstücke|Undeveloped land
  0085|Grundstückswerte eigener bebauter Grundstücke|Land with own buildings
  0090|Geschäftsbauten|Business premises
  0100|Fabrikbauten|Factory buildings
  0111|Außenanlagen|Outside facilities
  0160|Bauten auf fremden Grundstücken|Buildings on land of others
02|Technische Anlagen und Maschinen|Plant and machinery|fixed-asset
  0200|Technische Anlagen und Maschinen|Plant and machinery
  0210|Maschinen|Machines
  0240|Maschinelle Anlagen|Mechanical plant
  0280|Betriebsvorrichtungen|Operating equipment
  0290|Technische Anlagen und Maschinen im Bau|Plant and machinery under construction
03|Andere Anlagen, Betriebs- und Geschäftsausstattung|Other plant, fixtures and equipment|fixed-asset
  0300|Andere Anlagen, Betriebs- und Geschäftsausstattung|Other plant and equipment
  0320|Pkw|Cars
  0350|Lkw|Lorries
  0380|Sonstige Transportmittel|Other vehicles
  0400|Betriebsausstattung|Factory equipment
  0410|Geschäftsausstattung|Business equipment
  0420|Büroeinrichtung|Office furniture
  0430|Ladeneinrichtung|Shop fittings
  0440|Werkzeuge|Tools
  0450|Einbauten in fremde Grundstücke|Leasehold improvements
  0480|Geringwertige Wirtschaftsgüter|Low-value assets
  0485|Wirtschaftsgüter (Sammelposten)|Pooled assets
  0490|Sonstige Betriebs- und Geschäftsausstattung|Other fixtures and equipment
  0498|Betriebs- und Geschäftsausstattung im Bau|Fixtures under construction
05|Finanzanlagen|Financial assets|non-current-asset
  0500|Anteile an verbundenen Unternehmen|Shares in affiliates
  0505|Ausleihungen an verbundene Unternehmen|Loans to affiliates
  0510|Beteiligungen|Participations
  0525|Wertpapiere des Anlagevermögens|Long-term securities
  0540|Sonstige Ausleihungen|Other loans
  0595|Rückdeckungsansprüche aus Lebensversicherungen|Reinsurance claims for pensions
06|Langfristige Verbindlichkeiten|Long-term liabilities|non-current-liability
  0600|Anleihen, nicht konvertibel|Bonds
  0630|Verbindlichkeiten gegenüber Kreditinstituten|Bank loans
  0631|Verbindlichkeiten gegenüber Kreditinstituten, bis 1 Jahr|Bank loans, up to 1 year|current-liability
  0640|Verbindlichkeiten gegenüber Kreditinstituten, 1 bis 5 Jahre|Bank loans, 1 to 5 years
  0650|Verbindlichkeiten gegenüber Kreditinstituten, über 5 Jahre|Bank loans, over 5 years
  0700|Verbindlichkeiten gegenüber verbundenen Unternehmen|Due to affiliates
  0730|Verbindlichkeiten gegenüber Gesellschaftern|Due to shareholders
08|Kapital und Rücklagen|Capital and reserves|equity
  0800|Gezeichnetes Kapital|Subscribed capital
  0840|Kapitalrücklage|Capital reserve
  0846|Gesetzliche Rücklage|Legal reserve
  0851|Satzungsmäßige Rücklagen|Statutory reserves
  0855|Andere Gewinnrücklagen|Other revenue reserves
  0860|Gewinnvortrag vor Verwendung|Profit brought forward|retained-earnings
  0868|Verlustvortrag vor Verwendung|Loss brought forward|retained-earnings
  0869|Jahresüberschuss oder Jahresfehlbetrag|Result of the year|retained-earnings
  0870|Festkapital|Fixed capital
  0880|Variables Kapital|Variable capital
095|Rückstellungen|Provisions|current-liability
  0950|Rückstellungen für Pensionen|Provisions for pensions|non-current-liability
  0955|Steuerrückstellungen|Provisions for taxes
  0957|Gewerbesteuerrückstellung|Provision for trade tax
  0963|Körperschaftsteuerrückstellung|Provision for corporation tax
  0965|Rückstellungen für Personalkosten|Provisions for staff costs
  0966|Rückstellungen für Aufbewahrungspflichten|Provisions for keeping records
  0970|Sonstige Rückstellungen|Other provisions
  0971|Rückstellungen für unterlassene Instandhaltung|Provisions for deferred maintenance
  0974|Rückstellungen für Gewährleistungen|Provisions for warranties
  0977|Rückstellungen für Abschluss- und Prüfungskosten|Provisions for audit costs
098|Aktive Abgrenzung|Prepayments and deferred tax|prepayment
  0980|Aktive Rechnungsabgrenzung|Prepaid expenses
  0983|Aktive latente Steuern|Deferred tax assets|non-current-asset
099|Passive Abgrenzung|Deferred income|current-liability
  0990|Passive Rechnungsabgrenzung|Deferred income
0995|Wertberichtigungen auf Forderungen|Allowances for receivables|receivable
  0996|Pauschalwertberichtigung auf Forderungen|General allowance for receivables
  0998|Einzelwertberichtigungen auf Forderungen|Specific allowances for receivables
10|Flüssige Mittel|Cash and banks|cash
  1000|Kasse|Cash
  1010|Nebenkasse 1|Petty cash 1
  1100|Postbank|Post bank
  1200|Bank|Bank
  1210|Bank 1|Bank 1
  1220|Bank 2|Bank 2
  1230|Bank 3|Bank 3
  1330|Schecks|Cheques
  1360|Geldtransit|Cash in transit
13|Wertpapiere|Securities|current-asset
  1340|Anteile an verbundenen Unternehmen (Umlaufvermögen)|Shares in affiliates, current
  1348|Sonstige Wertpapiere|Other securities
14|Forderungen aus Lieferungen und Leistungen|Trade receivables|receivable
  1400|Forderungen aus Lieferungen und Leistungen|Trade receivables||receivables
  1410|Forderungen aus Lieferungen und Leistungen ohne Kontokorrent|Trade receivables without personal accounts||open
  1460|Zweifelhafte Forderungen|Doubtful receivables||open
15|Sonstige Vermögensgegenstände|Other assets|current-asset
  1500|Sonstige Vermögensgegenstände|Other assets
  1510|Geleistete Anzahlungen auf Vorräte|Payments on account for inventories|prepayment|open
  1518|Geleistete Anzahlungen 19 % Vorsteuer|Payments on account, 19 % input tax|prepayment|open %DE-IN-19
  1525|Kautionen|Deposits paid||open
  1530|Forderungen gegen Personal|Due from staff||open
  1540|Forderungen aus Gewerbesteuerüberzahlungen|Trade tax refunds
  1545|Umsatzsteuerforderungen|VAT refunds
  1548|Vorsteuer in Folgeperiode abziehbar|Input tax deductible next period||tax
  1549|Körperschaftsteuerrückforderung|Corporation tax refunds
  1550|Darlehen|Loans granted
  1570|Abziehbare Vorsteuer|Input tax||tax
  1571|Abziehbare Vorsteuer 7 %|Input tax 7 %||tax %DE-IN-7
  1572|Abziehbare Vorsteuer aus innergemeinschaftlichem Erwerb|Input tax on EU acquisitions||tax %DE-EU-IN-7
  1574|Abziehbare Vorsteuer aus innergemeinschaftlichem Erwerb 19 %|Input tax on EU acquisitions 19 %||tax %DE-EU-IN-19
  1576|Abziehbare Vorsteuer 19 %|Input tax 19 %||tax %DE-IN-19
  1577|Abziehbare Vorsteuer nach § 13b UStG 19 %|Input tax on reverse charge 19 %||tax %DE-RC-IN-19
  1588|Entstandene Einfuhrumsatzsteuer|Import VAT||tax %DE-IMPORT
  1590|Durchlaufende Posten|Transitory items||open
16|Verbindlichkeiten aus Lieferungen und Leistungen|Trade payables|payable
  1600|Verbindlichkeiten aus Lieferungen und Leistungen|Trade payables||payables
  1610|Verbindlichkeiten aus Lieferungen und Leistungen ohne Kontokorrent|Trade payables without personal accounts||open
  1660|Schuldwechsel|Bills payable||open
  1699|Wareneingangsverrechnung|Goods received, not invoiced|current-liability|goods-received
17|Sonstige Verbindlichkeiten|Other liabilities|current-liability
  1700|Sonstige Verbindlichkeiten|Other liabilities
  1705|Darlehen|Loans
  1710|Erhaltene Anzahlungen auf Bestellungen|Customer prepayments||open
  1718|Erhaltene, versteuerte Anzahlungen 19 % USt|Customer prepayments, 19 % VAT||open %DE-OUT-19
  1732|Erhaltene Kautionen|Deposits received||open
  1736|Verbindlichkeiten aus Betriebssteuern und -abgaben|Business taxes payable|tax-payable
  1740|Verbindlichkeiten aus Lohn und Gehalt|Wages payable||open
  1741|Verbindlichkeiten aus Lohn- und Kirchensteuer|Wage tax payable|tax-payable|open
  1742|Verbindlichkeiten im Rahmen der sozialen Sicherheit|Social security payable||open
  1746|Verbindlichkeiten aus Einbehaltungen|Withholdings payable|tax-payable
  1750|Verbindlichkeiten aus Vermögensbildung|Savings contributions payable
  1755|Lohn- und Gehaltsverrechnung|Payroll clearing||open
  1792|Sonstige Verrechnungskonten (Interimskonto)|Suspense||open
177|Umsatzsteuer|VAT payable|tax-payable
  1760|Umsatzsteuer nicht fällig|VAT not yet due||tax
  1766|Umsatzsteuer nicht fällig 19 %|VAT not yet due 19 %||tax %DE-OUT-19
  1767|Umsatzsteuer aus im anderen EU-Land steuerpflichtigen Lieferungen|VAT of other EU countries (OSS)||tax %EU-OSS
  1770|Umsatzsteuer|VAT||tax
  1771|Umsatzsteuer 7 %|VAT 7 %||tax %DE-OUT-7
  1772|Umsatzsteuer aus innergemeinschaftlichem Erwerb|VAT on EU acquisitions||tax %DE-EU-IN-7
  1774|Umsatzsteuer aus innergemeinschaftlichem Erwerb 19 %|VAT on EU acquisitions 19 %||tax %DE-EU-IN-19
  1776|Umsatzsteuer 19 %|VAT 19 %||tax %DE-OUT-19
  1780|Umsatzsteuer-Vorauszahlungen|VAT prepayments
  1781|Umsatzsteuer-Vorauszahlungen 1/11|Special VAT prepayment 1/11
  1787|Umsatzsteuer nach § 13b UStG 19 %|VAT on reverse charge 19 %||tax %DE-RC-IN-19
  1789|Umsatzsteuer laufendes Jahr|VAT of the year
  1790|Umsatzsteuer Vorjahr|VAT of the year before
  1791|Umsatzsteuer frühere Jahre|VAT of earlier years
18|Privat|Drawings and contributions|equity
  1800|Privatentnahmen allgemein|Drawings
  1810|Privatsteuern|Private taxes
  1820|Sonderausgaben beschränkt abzugsfähig|Private special expenses
  1840|Zuwendungen, Spenden|Private donations
  1890|Privateinlagen|Contributions
20|Neutrale Aufwendungen|Non-operating expenses|operating-expense
  2000|Außerordentliche Aufwendungen|Extraordinary expenses
  2010|Betriebsfremde Aufwendungen|Non-business expenses
  2020|Periodenfremde Aufwendungen|Expenses of other periods
21|Zinsen und Währungsumrechnung|Interest and exchange losses|finance-cost
  2100|Zinsen und ähnliche Aufwendungen|Interest expense
  2110|Zinsaufwendungen für kurzfristige Verbindlichkeiten|Interest on short-term debt
  2120|Zinsaufwendungen für langfristige Verbindlichkeiten|Interest on long-term debt
  2140|Zinsähnliche Aufwendungen|Similar expenses
  2150|Aufwendungen aus der Währungsumrechnung|Exchange losses|operating-expense
22|Steuern vom Einkommen und Ertrag|Income taxes|income-tax
  2200|Körperschaftsteuer|Corporation tax
  2208|Solidaritätszuschlag|Solidarity surcharge
  2213|Kapitalertragsteuer|Tax withheld on capital income
  2280|Steuernachzahlungen Vorjahre|Income taxes of earlier years
  4320|Gewerbesteuer|Trade tax
23|Sonstige neutrale Aufwendungen|Other non-operating expenses|operating-expense
  2310|Anlagenabgänge Sachanlagen (Buchverlust)|Disposals of fixed assets at a loss
  2320|Verluste aus dem Abgang von Anlagevermögen|Losses on disposal of fixed assets
  2350|Grundstücksaufwendungen|Property expenses
  2375|Grundsteuer|Property tax
  2380|Zuwendungen, Spenden|Donations
24|Forderungsverluste|Bad debts|operating-expense
  2400|Forderungsverluste|Bad debts
  2401|Forderungsverluste 7 % USt|Bad debts, 7 % VAT||%DE-OUT-7
  2406|Forderungsverluste 19 % USt|Bad debts, 19 % VAT||%DE-OUT-19
  2450|Einstellung in die Pauschalwertberichtigung|Increase of general allowance
  2451|Einstellung in die Einzelwertberichtigung|Increase of specific allowances
25|Neutrale Erträge|Non-operating income|other-income
  2500|Außerordentliche Erträge|Extraordinary income
  2510|Betriebsfremde Erträge|Non-business income
  2520|Periodenfremde Erträge|Income of other periods
  2600|Erträge aus Beteiligungen|Income from participations
  2650|Sonstige Zinsen und ähnliche Erträge|Interest income
  2660|Erträge aus der Währungsumrechnung|Exchange gains
  2700|Andere betriebs- und periodenfremde Erträge|Other income
  2710|Erträge aus Zuschreibungen|Income from write-ups
  2315|Anlagenabgänge Sachanlagen (Buchgewinn)|Disposals of fixed assets at a gain
  2720|Erträge aus dem Abgang von Anlagevermögen|Gains on disposal of fixed assets
  2730|Erträge aus Herabsetzung der Pauschalwertberichtigung|Release of general allowance
  2731|Erträge aus Herabsetzung der Einzelwertberichtigung|Release of specific allowances
  2732|Erträge aus abgeschriebenen Forderungen|Recovered bad debts
  2735|Erträge aus der Auflösung von Rückstellungen|Release of provisions
  2742|Versicherungsentschädigungen|Insurance compensation
  2743|Investitionszuschüsse|Investment grants
  2750|Grundstückserträge|Property income
3|Wareneingang und Fremdleistungen|Purchases|cost-of-sales
  3000|Roh-, Hilfs- und Betriebsstoffe|Raw materials and supplies
  3100|Fremdleistungen|Subcontracted services
  3106|Fremdleistungen 19 % Vorsteuer|Subcontracted services, 19 % input tax||%DE-IN-19
  3125|Leistungen ausländischer Unternehmer (§ 13b UStG) 19 %|Services from abroad, reverse charge 19 %||%DE-RC-IN-19
  3200|Wareneingang|Purchases
  3300|Wareneingang 7 % Vorsteuer|Purchases, 7 % input tax||%DE-IN-7
  3400|Wareneingang 19 % Vorsteuer|Purchases, 19 % input tax||%DE-IN-19
  3420|Innergemeinschaftlicher Erwerb 7 %|EU acquisitions 7 %||%DE-EU-IN-7
  3425|Innergemeinschaftlicher Erwerb 19 %|EU acquisitions 19 %||%DE-EU-IN-19
  3550|Steuerfreier innergemeinschaftlicher Erwerb|EU acquisitions, exempt
  3700|Nachlässe|Purchase reductions
  3730|Erhaltene Skonti|Discounts received
  3731|Erhaltene Skonti 7 % Vorsteuer|Discounts received, 7 % input tax||%DE-IN-7
  3736|Erhaltene Skonti 19 % Vorsteuer|Discounts received, 19 % input tax||%DE-IN-19
  3740|Erhaltene Boni|Bonuses received
  3770|Erhaltene Rabatte|Rebates received
  3800|Bezugsnebenkosten|Incidental purchase costs
  3830|Leergut|Returnable packaging
  3850|Zölle und Einfuhrabgaben|Customs duties
  3960|Bestandsveränderungen Roh-, Hilfs- und Betriebsstoffe und bezogene Waren|Change in raw materials and goods
  3961|Preisdifferenzen bezogener Waren|Purchase price differences
  3962|Inventurdifferenzen|Inventory differences
  3963|Bestandsbewertung bezogener Waren|Inventory revaluation
  3964|Verschrottung und Verderb|Scrap and spoilage
397|Vorräte|Inventories|inventory
  3970|Bestand Roh-, Hilfs- und Betriebsstoffe|Stock of raw materials and supplies||stock
  3980|Bestand Waren|Stock of goods||stock
  3989|Unterwegs befindliche Waren (Bestand)|Goods in transit||stock
  7000|Unfertige Erzeugnisse und Leistungen (Bestand)|Work in progress||stock
  7110|Fertige Erzeugnisse (Bestand)|Finished goods||stock
41|Personalkosten|Staff costs|operating-expense
  4100|Löhne und Gehälter|Wages and salaries
  4110|Löhne|Wages
  4120|Gehälter|Salaries
  4127|Geschäftsführergehälter|Directors' salaries
  4130|Gesetzliche soziale Aufwendungen|Social security
  4138|Beiträge zur Berufsgenossenschaft|Accident insurance
  4140|Freiwillige soziale Aufwendungen, lohnsteuerfrei|Voluntary benefits, untaxed
  4145|Freiwillige soziale Aufwendungen, lohnsteuerpflichtig|Voluntary benefits, taxed
  4165|Aufwendungen für Altersversorgung|Pension costs
  4170|Vermögenswirksame Leistungen|Savings contributions
  4175|Fahrtkostenerstattung Wohnung/Arbeitsstätte|Commuting refunds
  4190|Aushilfslöhne|Casual wages
  4195|Löhne für Minijobs|Wages of marginal jobs
  4199|Lohnsteuer für Aushilfen|Wage tax on casual wages
42|Raumkosten|Premises|operating-expense
  4210|Miete|Rent
  4220|Pacht|Lease of premises
  4230|Heizung|Heating
  4240|Gas, Strom, Wasser|Gas, electricity, water
  4250|Reinigung|Cleaning
  4260|Instandhaltung betrieblicher Räume|Maintenance of premises
  4280|Sonstige Raumkosten|Other costs of premises
43|Steuern, Versicherungen und Beiträge|Taxes, insurance and dues|operating-expense
  4340|Sonstige Betriebssteuern|Other business taxes
  4360|Versicherungen|Insurance
  4380|Beiträge|Membership dues
  4390|Sonstige Abgaben|Other levies
45|Fahrzeugkosten|Vehicles|operating-expense
  4510|Kfz-Steuer|Vehicle tax
  4520|Kfz-Versicherungen|Vehicle insurance
  4530|Laufende Kfz-Betriebskosten|Running costs of vehicles
  4540|Kfz-Reparaturen|Vehicle repairs
  4570|Mietleasing Kfz|Vehicle leasing
  4580|Sonstige Kfz-Kosten|Other vehicle costs
46|Werbe- und Reisekosten|Advertising and travel|operating-expense
  4600|Werbekosten|Advertising
  4630|Geschenke abzugsfähig|Gifts, deductible
  4635|Geschenke nicht abzugsfähig|Gifts, not deductible
  4640|Repräsentationskosten|Representation
  4650|Bewirtungskosten|Entertainment
  4653|Aufmerksamkeiten|Small courtesies
  4654|Nicht abzugsfähige Bewirtungskosten|Entertainment, not deductible
  4660|Reisekosten Arbeitnehmer|Travel of employees
  4663|Reisekosten Arbeitnehmer, Fahrtkosten|Travel of employees, fares
  4664|Reisekosten Arbeitnehmer, Verpflegungsmehraufwand|Travel of employees, meals
  4666|Reisekosten Arbeitnehmer, Übernachtungsaufwand|Travel of employees, lodging
  4670|Reisekosten Unternehmer|Travel of the owner
47|Kosten der Warenabgabe|Selling costs|operating-expense
  4710|Verpackungsmaterial|Packaging
  4730|Ausgangsfrachten|Freight out
  4750|Transportversicherungen|Transport insurance
  4760|Verkaufsprovisionen|Sales commissions
  4780|Fremdarbeiten (Vertrieb)|Subcontracted selling
  4790|Aufwand für Gewährleistung|Warranty costs
480|Reparaturen, Instandhaltung und Leasing|Repairs, maintenance and leasing|operating-expense
  4800|Reparaturen und Instandhaltung von Anlagen und Maschinen|Repairs of plant
  4805|Reparaturen und Instandhaltung von Betriebs- und Geschäftsausstattung|Repairs of equipment
  4806|Wartungskosten für Hard- und Software|Maintenance of hardware and software
  4810|Mietleasing bewegliche Wirtschaftsgüter|Leasing of equipment
482|Abschreibungen|Depreciation|depreciation
  4822|Abschreibungen auf immaterielle Vermögensgegenstände|Amortisation of intangibles
  4824|Abschreibungen auf den Geschäfts- oder Firmenwert|Amortisation of goodwill
  4830|Abschreibungen auf Sachanlagen|Depreciation of tangible assets
  4831|Abschreibungen auf Gebäude|Depreciation of buildings
  4832|Abschreibungen auf Kfz|Depreciation of vehicles
  4840|Außerplanmäßige Abschreibungen auf Sachanlagen|Impairment of tangible assets
  4855|Sofortabschreibung geringwertiger Wirtschaftsgüter|Write-off of low-value assets
  4862|Abschreibungen auf den Sammelposten|Depreciation of pooled assets
  4870|Abschreibungen auf Finanzanlagen|Write-down of financial assets
49|Sonstige betriebliche Aufwendungen|Other operating expenses|operating-expense
  4900|Sonstige betriebliche Aufwendungen|Other operating expenses
  4909|Fremdleistungen und Fremdarbeiten|Outside services
  4910|Porto|Postage
  4920|Telefon|Telephone
  4925|Telefax und Internetkosten|Internet
  4930|Bürobedarf|Office supplies
  4940|Zeitschriften, Bücher|Journals and books
  4945|Fortbildungskosten|Training
  4950|Rechts- und Beratungskosten|Legal and consulting fees
  4955|Buchführungskosten|Bookkeeping
  4957|Abschluss- und Prüfungskosten|Accounts and audit
  4960|Mieten für Einrichtungen|Hire of equipment
  4964|Aufwendungen für Lizenzen und Konzessionen|Licences
  4969|Aufwendungen für Abfallbeseitigung|Waste disposal
  4970|Nebenkosten des Geldverkehrs|Bank charges
  4980|Sonstiger Betriebsbedarf|Other supplies
  4985|Werkzeuge und Kleingeräte|Small tools
  4989|Rundungsdifferenzen|Rounding differences
8|Erlöse|Sales|revenue
  8100|Steuerfreie Umsätze nach § 4 Nr. 8 ff. UStG|Exempt sales||%DE-OUT-EXEMPT
  8120|Steuerfreie Umsätze nach § 4 Nr. 1a UStG|Exports||%DE-EXPORT
  8125|Steuerfreie innergemeinschaftliche Lieferungen|EU supplies||%DE-EU-OUT
  8195|Erlöse als Kleinunternehmer|Sales of a small business||%DE-OUT-SMALL
  8200|Erlöse|Sales
  8300|Erlöse 7 % USt|Sales 7 % VAT||%DE-OUT-7
  8320|Erlöse aus im anderen EU-Land steuerpflichtigen Lieferungen|Sales taxed in other EU countries||%EU-OSS
  8336|Erlöse aus im anderen EU-Land steuerpflichtigen sonstigen Leistungen|EU services, reverse charge||%DE-EU-SERVICE
  8337|Erlöse aus Leistungen nach § 13b UStG|Sales under reverse charge||%DE-RC-OUT
  8338|Erlöse aus im Drittland steuerbaren Leistungen|Services to third countries||%DE-OUT-OUTSIDE
  8400|Erlöse 19 % USt|Sales 19 % VAT||%DE-OUT-19
  8510|Provisionsumsätze|Commissions earned
  8700|Erlösschmälerungen|Sales reductions
  8710|Erlösschmälerungen 7 % USt|Sales reductions 7 % VAT||%DE-OUT-7
  8720|Erlösschmälerungen 19 % USt|Sales reductions 19 % VAT||%DE-OUT-19
  8730|Gewährte Skonti|Discounts granted
  8731|Gewährte Skonti 7 % USt|Discounts granted 7 % VAT||%DE-OUT-7
  8736|Gewährte Skonti 19 % USt|Discounts granted 19 % VAT||%DE-OUT-19
  8740|Gewährte Boni|Bonuses granted
  8770|Gewährte Rabatte|Rebates granted
  8910|Entnahme von Waren 19 % USt|Goods withdrawn 19 % VAT||%DE-OUT-19
  8920|Verwendung von Gegenständen 19 % USt|Private use of assets 19 % VAT||%DE-OUT-19
  8960|Bestandsveränderungen – unfertige Erzeugnisse|Change in work in progress
  8980|Bestandsveränderungen – fertige Erzeugnisse|Change in finished goods
  8990|Andere aktivierte Eigenleistungen|Own work capitalised|other-income
86|Sonstige Erlöse|Other operating income|other-income
  8590|Verrechnete sonstige Sachbezüge|Benefits in kind
  8600|Sonstige Erlöse betrieblich und regelmäßig|Other regular income
  8801|Erlöse aus Verkäufen Sachanlagevermögen 19 % USt|Proceeds from fixed assets 19 % VAT||%DE-OUT-19
9|Vortragskonten|Balances brought forward|equity
  9000|Saldenvorträge Sachkonten|Opening balances
  9008|Saldenvorträge Debitoren|Opening balances of customers
  9009|Saldenvorträge Kreditoren|Opening balances of suppliers
`,
)

import { pack } from './pack.ts'

/**
 * Kontenrahmen SKR 04, in the order of balance sheet and profit and loss statement (§§ 266, 275 HGB). Numbers and terms are
 * those of the frame; it leaves 2979, 3399 and 6869 to the company.
 */
export const deSkr04 = pack(
  {
    code: 'de-skr04',
    language: 'de',
    description: 'Germany: Standardkontenrahmen 04, in the order of the statements of the HGB.',
    roles: {
      retainedEarnings: '2970',
      currentEarnings: '2979',
      openingBalance: '9000',
      exchangeGain: '4840',
      exchangeLoss: '6880',
      unrealisedGain: '4840',
      unrealisedLoss: '6880',
      rounding: '6869',
      suspense: '3630',
      receivables: '1200',
      payables: '3300',
      bank: '1800',
      cash: '1600',
      inventory: '1140',
      costOfSales: '5880',
      goodsReceived: '3399',
      priceDifference: '5881',
      stockAdjustment: '5882',
      stockVariation: '5880',
      stockRevaluation: '5883',
      stockInTransit: '1149',
      scrap: '5884',
      inputTax: '1406',
      outputTax: '3806',
    },
  },
  `
0|Anlagevermögen|Fixed assets|fixed-asset
  01|Immaterielle Vermögensgegenstände|Intangible assets
    0100|Konzessionen, Schutzrechte und Lizenzen|Concessions, rights and licences
    0135|EDV-Software|Software
    0150|Geschäfts- oder Firmenwert|Goodwill
    0170|Geleistete Anzahlungen auf immaterielle Vermögensgegenstände|Payments on account for intangibles
  02|Grundstücke und Bauten|Land and buildings
    0215|Unbebaute Grundstücke|Undeveloped land
    0235|Grundstückswerte eigener bebauter Grundstücke|Land with own buildings
    0240|Geschäftsbauten|Business premises
    0250|Fabrikbauten|Factory buildings
    0285|Außenanlagen|Outside facilities
    0330|Bauten auf fremden Grundstücken|Buildings on land of others
  04|Technische Anlagen und Maschinen|Plant and machinery
    0400|Technische Anlagen und Maschinen|Plant and machinery
    0420|Technische Anlagen|Plant
    0440|Maschinen|Machines
    0470|Betriebsvorrichtungen|Operating equipment
  05|Andere Anlagen, Betriebs- und Geschäftsausstattung|Other plant, fixtures and equipment
    0500|Andere Anlagen, Betriebs- und Geschäftsausstattung|Other plant and equipment
    0520|Pkw|Cars
    0540|Lkw|Lorries
    0560|Sonstige Transportmittel|Other vehicles
    0620|Werkzeuge|Tools
    0635|Geschäftsausstattung|Business equipment
    0640|Ladeneinrichtung|Shop fittings
    0650|Büroeinrichtung|Office furniture
    0670|Geringwertige Wirtschaftsgüter|Low-value assets
    0675|Wirtschaftsgüter (Sammelposten)|Pooled assets
    0680|Einbauten in fremde Grundstücke|Leasehold improvements
    0690|Sonstige Betriebs- und Geschäftsausstattung|Other fixtures and equipment
  07|Geleistete Anzahlungen und Anlagen im Bau|Payments on account and assets under construction
    0700|Geleistete Anzahlungen und Anlagen im Bau|Payments on account and assets under construction
  08|Finanzanlagen|Financial assets|non-current-asset
    0800|Anteile an verbundenen Unternehmen|Shares in affiliates
    0810|Ausleihungen an verbundene Unternehmen|Loans to affiliates
    0820|Beteiligungen|Participations
    0900|Wertpapiere des Anlagevermögens|Long-term securities
    0930|Sonstige Ausleihungen|Other loans
    0990|Rückdeckungsansprüche aus Lebensversicherungen|Reinsurance claims for pensions
1|Umlaufvermögen|Current assets|current-asset
  10|Vorräte|Inventories|inventory
    1000|Roh-, Hilfs- und Betriebsstoffe (Bestand)|Stock of raw materials and supplies||stock
    1040|Unfertige Erzeugnisse (Bestand)|Work in progress||stock
    1080|Unfertige Leistungen (Bestand)|Services in progress
    1110|Fertige Erzeugnisse (Bestand)|Finished goods||stock
    1140|Waren (Bestand)|Stock of goods||stock
    1149|Unterwegs befindliche Waren (Bestand)|Goods in transit||stock
    1180|Geleistete Anzahlungen auf Vorräte|Payments on account for inventories|prepayment|open
    1186|Geleistete Anzahlungen 19 % Vorsteuer|Payments on account, 19 % input tax|prepayment|open %DE-IN-19
  12|Forderungen aus Lieferungen und Leistungen|Trade receivables|receivable
    1200|Forderungen aus Lieferungen und Leistungen|Trade receivables||receivables
    1210|Forderungen aus Lieferungen und Leistungen ohne Kontokorrent|Trade receivables without personal accounts||open
    1240|Zweifelhafte Forderungen|Doubtful receivables||open
    1246|Einzelwertberichtigungen auf Forderungen|Specific allowances for receivables
    1248|Pauschalwertberichtigung auf Forderungen|General allowance for receivables
    1260|Forderungen gegen verbundene Unternehmen|Due from affiliates||open
  13|Sonstige Vermögensgegenstände|Other assets
    1300|Sonstige Vermögensgegenstände|Other assets
    1340|Forderungen gegen Personal|Due from staff||open
    1350|Kautionen|Deposits paid||open
    1360|Darlehen|Loans granted
    1370|Durchlaufende Posten|Transitory items||open
  14|Vorsteuer und Steuerforderungen|Input tax and tax refunds
    1400|Abziehbare Vorsteuer|Input tax||tax
    1401|Abziehbare Vorsteuer 7 %|Input tax 7 %||tax %DE-IN-7
    1402|Abziehbare Vorsteuer aus innergemeinschaftlichem Erwerb|Input tax on EU acquisitions||tax %DE-EU-IN-7
    1404|Abziehbare Vorsteuer aus innergemeinschaftlichem Erwerb 19 %|Input tax on EU acquisitions 19 %||tax %DE-EU-IN-19
    1406|Abziehbare Vorsteuer 19 %|Input tax 19 %||tax %DE-IN-19
    1407|Abziehbare Vorsteuer nach § 13b UStG 19 %|Input tax on reverse charge 19 %||tax %DE-RC-IN-19
    1420|Umsatzsteuerforderungen|VAT refunds
    1433|Entstandene Einfuhrumsatzsteuer|Import VAT||tax %DE-IMPORT
    1434|Vorsteuer in Folgeperiode abziehbar|Input tax deductible next period||tax
    1435|Forderungen aus Gewerbesteuerüberzahlungen|Trade tax refunds
    1450|Körperschaftsteuerrückforderung|Corporation tax refunds
  15|Wertpapiere|Securities
    1510|Sonstige Wertpapiere|Other securities
  16|Flüssige Mittel|Cash and banks|cash
    1460|Geldtransit|Cash in transit
    1550|Schecks|Cheques
    1600|Kasse|Cash
    1610|Nebenkasse 1|Petty cash 1
    1700|Bank (Postbank)|Post bank
    1800|Bank|Bank
    1810|Bank 1|Bank 1
    1820|Bank 2|Bank 2
    1830|Bank 3|Bank 3
  19|Rechnungsabgrenzung|Prepayments|prepayment
    1900|Aktive Rechnungsabgrenzung|Prepaid expenses
    1950|Aktive latente Steuern|Deferred tax assets|non-current-asset
2|Eigenkapital|Equity|equity
  20|Kapital und Privatkonten|Capital and drawings
    2000|Festkapital|Fixed capital
    2010|Variables Kapital|Variable capital
    2100|Privatentnahmen allgemein|Drawings
    2150|Privatsteuern|Private taxes
    2180|Privateinlagen|Contributions
    2200|Sonderausgaben beschränkt abzugsfähig|Private special expenses
    2250|Privatspenden|Private donations
  29|Gezeichnetes Kapital und Rücklagen|Subscribed capital and reserves
    2900|Gezeichnetes Kapital|Subscribed capital
    2920|Kapitalrücklage|Capital reserve
    2930|Gesetzliche Rücklage|Legal reserve
    2950|Satzungsmäßige Rücklagen|Statutory reserves
    2960|Andere Gewinnrücklagen|Other revenue reserves
    2970|Gewinnvortrag vor Verwendung|Profit brought forward|retained-earnings
    2978|Verlustvortrag vor Verwendung|Loss brought forward|retained-earnings
    2979|Jahresüberschuss oder Jahresfehlbetrag|Result of the year|retained-earnings
3|Fremdkapital|Liabilities|current-liability
  30|Rückstellungen|Provisions
    3000|Rückstellungen für Pensionen|Provisions for pensions|non-current-liability
    3020|Steuerrückstellungen|Provisions for taxes
    3035|Gewerbesteuerrückstellung|Provision for trade tax
    3040|Körperschaftsteuerrückstellung|Provision for corporation tax
    3065|Passive latente Steuern|Deferred tax liabilities|non-current-liability
    3070|Sonstige Rückstellungen|Other provisions
    3074|Rückstellungen für Personalkosten|Provisions for staff costs
    3075|Rückstellungen für unterlassene Instandhaltung|Provisions for deferred maintenance
    3090|Rückstellungen für Gewährleistungen|Provisions for warranties
    3095|Rückstellungen für Abschluss- und Prüfungskosten|Provisions for audit costs
  31|Verbindlichkeiten gegenüber Kreditinstituten|Bank loans|non-current-liability
    3150|Verbindlichkeiten gegenüber Kreditinstituten|Bank loans
    3151|Verbindlichkeiten gegenüber Kreditinstituten, bis 1 Jahr|Bank loans, up to 1 year|current-liability
    3160|Verbindlichkeiten gegenüber Kreditinstituten, 1 bis 5 Jahre|Bank loans, 1 to 5 years
    3170|Verbindlichkeiten gegenüber Kreditinstituten, über 5 Jahre|Bank loans, over 5 years
  32|Erhaltene Anzahlungen|Customer prepayments
    3250|Erhaltene Anzahlungen auf Bestellungen|Customer prepayments||open
    3272|Erhaltene, versteuerte Anzahlungen 19 % USt|Customer prepayments, 19 % VAT||open %DE-OUT-19
  33|Verbindlichkeiten aus Lieferungen und Leistungen|Trade payables|payable
    3300|Verbindlichkeiten aus Lieferungen und Leistungen|Trade payables||payables
    3310|Verbindlichkeiten aus Lieferungen und Leistungen ohne Kontokorrent|Trade payables without personal accounts||open
    3350|Schuldwechsel|Bills payable||open
    3399|Wareneingangsverrechnung|Goods received, not invoiced|current-liability|goods-received
  35|Sonstige Verbindlichkeiten|Other liabilities
    3400|Verbindlichkeiten gegenüber verbundenen Unternehmen|Due to affiliates||open
    3500|Sonstige Verbindlichkeiten|Other liabilities
    3510|Verbindlichkeiten gegenüber Gesellschaftern|Due to shareholders
    3550|Erhaltene Kautionen|Deposits received||open
    3560|Darlehen|Loans|non-current-liability
    3610|Kreditkartenabrechnung|Credit cards||open
    3630|Sonstige Verrechnungskonten (Interimskonto)|Suspense||open
    3700|Verbindlichkeiten aus Betriebssteuern und -abgaben|Business taxes payable|tax-payable
    3720|Verbindlichkeiten aus Lohn und Gehalt|Wages payable||open
    3730|Verbindlichkeiten aus Lohn- und Kirchensteuer|Wage tax payable|tax-payable|open
    3740|Verbindlichkeiten im Rahmen der sozialen Sicherheit|Social security payable||open
    3760|Verbindlichkeiten aus Einbehaltungen|Withholdings payable|tax-payable
    3770|Verbindlichkeiten aus Vermögensbildung|Savings contributions payable
    3790|Lohn- und Gehaltsverrechnung|Payroll clearing||open
  38|Umsatzsteuer|VAT payable|tax-payable
    3800|Umsatzsteuer|VAT||tax
    3801|Umsatzsteuer 7 %|VAT 7 %||tax %DE-OUT-7
    3802|Umsatzsteuer aus innergemeinschaftlichem Erwerb|VAT on EU acquisitions||tax %DE-EU-IN-7
    3804|Umsatzsteuer aus innergemeinschaftlichem Erwerb 19 %|VAT on EU acquisitions 19 %||tax %DE-EU-IN-19
    3806|Umsatzsteuer 19 %|VAT 19 %||tax %DE-OUT-19
    3810|Umsatzsteuer nicht fällig|VAT not yet due||tax
    3816|Umsatzsteuer nicht fällig 19 %|VAT not yet due 19 %||tax %DE-OUT-19
    3817|Umsatzsteuer aus im anderen EU-Land steuerpflichtigen Lieferungen|VAT of other EU countries (OSS)||tax %EU-OSS
    3820|Umsatzsteuer-Vorauszahlungen|VAT prepayments
    3830|Umsatzsteuer-Vorauszahlungen 1/11|Special VAT prepayment 1/11
    3837|Umsatzsteuer nach § 13b UStG 19 %|VAT on reverse charge 19 %||tax %DE-RC-IN-19
    3840|Umsatzsteuer laufendes Jahr|VAT of the year
    3841|Umsatzsteuer Vorjahr|VAT of the year before
    3845|Umsatzsteuer frühere Jahre|VAT of earlier years
  39|Rechnungsabgrenzung|Deferred income
    3900|Passive Rechnungsabgrenzung|Deferred income
4|Betriebliche Erträge|Operating income|revenue
  41|Umsatzerlöse|Sales
    4100|Steuerfreie Umsätze nach § 4 Nr. 8 ff. UStG|Exempt sales||%DE-OUT-EXEMPT
    4120|Steuerfreie Umsätze nach § 4 Nr. 1a UStG|Exports||%DE-EXPORT
    4125|Steuerfreie innergemeinschaftliche Lieferungen|EU supplies||%DE-EU-OUT
    4185|Erlöse als Kleinunternehmer|Sales of a small business||%DE-OUT-SMALL
    4200|Erlöse|Sales
    4300|Erlöse 7 % USt|Sales 7 % VAT||%DE-OUT-7
    4320|Erlöse aus im anderen EU-Land steuerpflichtigen Lieferungen|Sales taxed in other EU countries||%EU-OSS
    4336|Erlöse aus im anderen EU-Land steuerpflichtigen sonstigen Leistungen|EU services, reverse charge||%DE-EU-SERVICE
    4337|Erlöse aus Leistungen nach § 13b UStG|Sales under reverse charge||%DE-RC-OUT
    4338|Erlöse aus im Drittland steuerbaren Leistungen|Services to third countries||%DE-OUT-OUTSIDE
    4400|Erlöse 19 % USt|Sales 19 % VAT||%DE-OUT-19
    4560|Provisionsumsätze|Commissions earned
    4620|Entnahme von Waren 19 % USt|Goods withdrawn 19 % VAT||%DE-OUT-19
    4640|Verwendung von Gegenständen 19 % USt|Private use of assets 19 % VAT||%DE-OUT-19
  47|Erlösschmälerungen|Sales reductions
    4700|Erlösschmälerungen|Sales reductions
    4710|Erlösschmälerungen 7 % USt|Sales reductions 7 % VAT||%DE-OUT-7
    4720|Erlösschmälerungen 19 % USt|Sales reductions 19 % VAT||%DE-OUT-19
    4730|Gewährte Skonti|Discounts granted
    4731|Gewährte Skonti 7 % USt|Discounts granted 7 % VAT||%DE-OUT-7
    4736|Gewährte Skonti 19 % USt|Discounts granted 19 % VAT||%DE-OUT-19
    4740|Gewährte Boni|Bonuses granted
    4770|Gewährte Rabatte|Rebates granted
  48|Bestandsveränderungen und Eigenleistungen|Change in stocks and own work
    4800|Bestandsveränderungen – fertige Erzeugnisse|Change in finished goods
    4810|Bestandsveränderungen – unfertige Erzeugnisse|Change in work in progress
    4820|Andere aktivierte Eigenleistungen|Own work capitalised|other-income
  483|Sonstige betriebliche Erträge|Other operating income|other-income
    4830|Sonstige betriebliche Erträge|Other operating income
    4835|Sonstige Erträge betrieblich und regelmäßig|Other regular income
    4840|Erträge aus der Währungsumrechnung|Exchange gains
    4845|Erlöse aus Verkäufen Sachanlagevermögen 19 % USt|Proceeds from fixed assets 19 % VAT||%DE-OUT-19
    4855|Anlagenabgänge Sachanlagen (Buchgewinn)|Disposals of fixed assets at a gain
    4860|Grundstückserträge|Property income
    4900|Erträge aus dem Abgang von Anlagevermögen|Gains on disposal of fixed assets
    4910|Erträge aus Zuschreibungen|Income from write-ups
    4920|Erträge aus Herabsetzung der Pauschalwertberichtigung|Release of general allowance
    4923|Erträge aus Herabsetzung der Einzelwertberichtigung|Release of specific allowances
    4925|Erträge aus abgeschriebenen Forderungen|Recovered bad debts
    4930|Erträge aus der Auflösung von Rückstellungen|Release of provisions
    4940|Verrechnete sonstige Sachbezüge|Benefits in kind
    4960|Periodenfremde Erträge|Income of other periods
    4970|Versicherungsentschädigungen|Insurance compensation
    4975|Investitionszuschüsse|Investment grants
5|Materialaufwand|Cost of materials|cost-of-sales
  51|Roh-, Hilfs- und Betriebsstoffe und Waren|Materials and goods
    5100|Einkauf Roh-, Hilfs- und Betriebsstoffe|Raw materials and supplies
    5130|Einkauf Roh-, Hilfs- und Betriebsstoffe 19 % Vorsteuer|Raw materials, 19 % input tax||%DE-IN-19
    5200|Wareneingang|Purchases
    5300|Wareneingang 7 % Vorsteuer|Purchases, 7 % input tax||%DE-IN-7
    5400|Wareneingang 19 % Vorsteuer|Purchases, 19 % input tax||%DE-IN-19
    5420|Innergemeinschaftlicher Erwerb 7 %|EU acquisitions 7 %||%DE-EU-IN-7
    5425|Innergemeinschaftlicher Erwerb 19 %|EU acquisitions 19 %||%DE-EU-IN-19
    5550|Steuerfreier innergemeinschaftlicher Erwerb|EU acquisitions, exempt
    5700|Nachlässe|Purchase reductions
    5730|Erhaltene Skonti|Discounts received
    5731|Erhaltene Skonti 7 % Vorsteuer|Discounts received, 7 % input tax||%DE-IN-7
    5736|Erhaltene Skonti 19 % Vorsteuer|Discounts received, 19 % input tax||%DE-IN-19
    5740|Erhaltene Boni|Bonuses received
    5770|Erhaltene Rabatte|Rebates received
    5800|Bezugsnebenkosten|Incidental purchase costs
    5820|Leergut|Returnable packaging
    5840|Zölle und Einfuhrabgaben|Customs duties
    5880|Bestandsveränderungen Roh-, Hilfs- und Betriebsstoffe und bezogene Waren|Change in raw materials and goods
    5881|Preisdifferenzen bezogener Waren|Purchase price differences
    5882|Inventurdifferenzen|Inventory differences
    5883|Bestandsbewertung bezogener Waren|Inventory revaluation
    5884|Verschrottung und Verderb|Scrap and spoilage
  59|Bezogene Leistungen|Purchased services
    5900|Fremdleistungen|Subcontracted services
    5906|Fremdleistungen 19 % Vorsteuer|Subcontracted services, 19 % input tax||%DE-IN-19
    5925|Leistungen ausländischer Unternehmer (§ 13b UStG) 19 %|Services from abroad, reverse charge 19 %||%DE-RC-IN-19
6|Betriebliche Aufwendungen|Operating expenses|operating-expense
  60|Löhne und Gehälter|Wages and salaries
    6000|Löhne und Gehälter|Wages and salaries
    6010|Löhne|Wages
    6020|Gehälter|Salaries
    6027|Geschäftsführergehälter|Directors' salaries
    6030|Aushilfslöhne|Casual wages
    6035|Löhne für Minijobs|Wages of marginal jobs
    6040|Lohnsteuer für Aushilfen|Wage tax on casual wages
    6060|Freiwillige soziale Aufwendungen, lohnsteuerpflichtig|Voluntary benefits, taxed
    6080|Vermögenswirksame Leistungen|Savings contributions
    6090|Fahrtkostenerstattung Wohnung/Arbeitsstätte|Commuting refunds
  61|Soziale Abgaben|Social security
    6110|Gesetzliche soziale Aufwendungen|Social security
    6120|Beiträge zur Berufsgenossenschaft|Accident insurance
    6130|Freiwillige soziale Aufwendungen, lohnsteuerfrei|Voluntary benefits, untaxed
    6140|Aufwendungen für Altersversorgung|Pension costs
  62|Abschreibungen|Depreciation|depreciation
    6200|Abschreibungen auf immaterielle Vermögensgegenstände|Amortisation of intangibles
    6205|Abschreibungen auf den Geschäfts- oder Firmenwert|Amortisation of goodwill
    6220|Abschreibungen auf Sachanlagen|Depreciation of tangible assets
    6221|Abschreibungen auf Gebäude|Depreciation of buildings
    6222|Abschreibungen auf Kfz|Depreciation of vehicles
    6230|Außerplanmäßige Abschreibungen auf Sachanlagen|Impairment of tangible assets
    6260|Sofortabschreibung geringwertiger Wirtschaftsgüter|Write-off of low-value assets
    6264|Abschreibungen auf den Sammelposten|Depreciation of pooled assets
  63|Raumkosten|Premises
    6310|Miete|Rent
    6315|Pacht|Lease of premises
    6320|Heizung|Heating
    6325|Gas, Strom, Wasser|Gas, electricity, water
    6330|Reinigung|Cleaning
    6335|Instandhaltung betrieblicher Räume|Maintenance of premises
    6345|Sonstige Raumkosten|Other costs of premises
    6350|Grundstücksaufwendungen|Property expenses
  64|Versicherungen, Beiträge und Reparaturen|Insurance, dues and repairs
    6390|Zuwendungen, Spenden|Donations
    6400|Versicherungen|Insurance
    6420|Beiträge|Membership dues
    6430|Sonstige Abgaben|Other levies
    6460|Reparaturen und Instandhaltung von Anlagen und Maschinen|Repairs of plant
    6470|Reparaturen und Instandhaltung von Betriebs- und Geschäftsausstattung|Repairs of equipment
    6495|Wartungskosten für Hard- und Software|Maintenance of hardware and software
    6498|Mietleasing bewegliche Wirtschaftsgüter|Leasing of equipment
  65|Fahrzeugkosten|Vehicles
    6520|Kfz-Versicherungen|Vehicle insurance
    6530|Laufende Kfz-Betriebskosten|Running costs of vehicles
    6540|Kfz-Reparaturen|Vehicle repairs
    6560|Mietleasing Kfz|Vehicle leasing
    6570|Sonstige Kfz-Kosten|Other vehicle costs
  66|Werbe- und Reisekosten|Advertising and travel
    6600|Werbekosten|Advertising
    6610|Geschenke abzugsfähig|Gifts, deductible
    6620|Geschenke nicht abzugsfähig|Gifts, not deductible
    6630|Repräsentationskosten|Representation
    6640|Bewirtungskosten|Entertainment
    6643|Aufmerksamkeiten|Small courtesies
    6644|Nicht abzugsfähige Bewirtungskosten|Entertainment, not deductible
    6650|Reisekosten Arbeitnehmer|Travel of employees
    6660|Reisekosten Arbeitnehmer, Übernachtungsaufwand|Travel of employees, lodging
    6663|Reisekosten Arbeitnehmer, Fahrtkosten|Travel of employees, fares
    6664|Reisekosten Arbeitnehmer, Verpflegungsmehraufwand|Travel of employees, meals
    6670|Reisekosten Unternehmer|Travel of the owner
  67|Kosten der Warenabgabe|Selling costs
    6710|Verpackungsmaterial|Packaging
    6740|Ausgangsfrachten|Freight out
    6760|Transportversicherungen|Transport insurance
    6770|Verkaufsprovisionen|Sales commissions
    6780|Fremdarbeiten (Vertrieb)|Subcontracted selling
    6790|Aufwand für Gewährleistung|Warranty costs
  68|Verschiedene betriebliche Kosten|Sundry operating costs
    6300|Sonstige betriebliche Aufwendungen|Other operating expenses
    6303|Fremdleistungen und Fremdarbeiten|Outside services
    6800|Porto|Postage
    6805|Telefon|Telephone
    6810|Telefax und Internetkosten|Internet
    6815|Bürobedarf|Office supplies
    6820|Zeitschriften, Bücher|Journals and books
    6821|Fortbildungskosten|Training
    6825|Rechts- und Beratungskosten|Legal and consulting fees
    6827|Abschluss- und Prüfungskosten|Accounts and audit
    6830|Buchführungskosten|Bookkeeping
    6835|Mieten für Einrichtungen|Hire of equipment
    6837|Aufwendungen für Lizenzen und Konzessionen|Licences
    6845|Werkzeuge und Kleingeräte|Small tools
    6850|Sonstiger Betriebsbedarf|Other supplies
    6855|Nebenkosten des Geldverkehrs|Bank charges
    6859|Aufwendungen für Abfallbeseitigung|Waste disposal
    6869|Rundungsdifferenzen|Rounding differences
    6880|Aufwendungen aus der Währungsumrechnung|Exchange losses
    6895|Anlagenabgänge Sachanlagen (Buchverlust)|Disposals of fixed assets at a loss
    6900|Verluste aus dem Abgang von Anlagevermögen|Losses on disposal of fixed assets
    6920|Einstellung in die Pauschalwertberichtigung|Increase of general allowance
    6923|Einstellung in die Einzelwertberichtigung|Increase of specific allowances
    6930|Forderungsverluste|Bad debts
    6931|Forderungsverluste 7 % USt|Bad debts, 7 % VAT||%DE-OUT-7
    6936|Forderungsverluste 19 % USt|Bad debts, 19 % VAT||%DE-OUT-19
    6960|Periodenfremde Aufwendungen|Expenses of other periods
70|Erträge aus Finanzanlagen und Zinsen|Financial income|other-income
  7000|Erträge aus Beteiligungen|Income from participations
  7100|Sonstige Zinsen und ähnliche Erträge|Interest income
  7110|Sonstige Zinserträge|Other interest income
72|Finanzaufwendungen|Finance costs|finance-cost
  7200|Abschreibungen auf Finanzanlagen|Write-down of financial assets
  7300|Zinsen und ähnliche Aufwendungen|Interest expense
  7310|Zinsaufwendungen für kurzfristige Verbindlichkeiten|Interest on short-term debt
  7320|Zinsaufwendungen für langfristige Verbindlichkeiten|Interest on long-term debt
  7330|Zinsähnliche Aufwendungen|Similar expenses
76|Steuern vom Einkommen und Ertrag|Income taxes|income-tax
  7600|Körperschaftsteuer|Corporation tax
  7608|Solidaritätszuschlag|Solidarity surcharge
  7610|Gewerbesteuer|Trade tax
  7630|Kapitalertragsteuer|Tax withheld on capital income
  7640|Steuernachzahlungen Vorjahre|Income taxes of earlier years
765|Sonstige Steuern|Other taxes|operating-expense
  7650|Sonstige Betriebssteuern|Other business taxes
  7680|Grundsteuer|Property tax
  7685|Kfz-Steuer|Vehicle tax
9|Vortragskonten|Balances brought forward|equity
  9000|Saldenvorträge Sachkonten|Opening balances
  9008|Saldenvorträge Debitoren|Opening balances of customers
  9009|Saldenvorträge Kreditoren|Opening balances of suppliers
`,
)

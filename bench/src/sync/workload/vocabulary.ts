const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const AREAS = words(`
  account address archive banner basket billing brand bundle calendar campaign catalog checkout claim contact coupon
  courier currency delivery dispatch export feed filter footer forecast gallery gateway gift header import inbox index
  invoice ledger locale login loyalty mailer menu mobile notice offer order outlet parcel partner payment pickup price
  profile promo quote rating receipt refund report return review search session shelf shipment stock store supplier
  survey tariff tax ticket token tracking upload voucher wallet warehouse webhook wishlist
`)

export const ASPECTS = words(`
  alerts animation assistant autosave badge batching blocking caching carousel compact compression counter
  dark-mode deadline defaults details digest drafts editor encryption escalation experiment express fallback filters
  grouping hints history insights layout limits links loading locking lookup matching merging metrics offline overview
  paging picker policy prefetch preview priority queue ranking redesign reminders retries rounding routing sampling
  scanning scheduling sharing shortcuts sidebar sorting splitting streaming summary sync tagging templates throttling
  timeline tips toolbar tracing upgrade validation versions widgets
`)

export const RULES = words(`
  staff testers partners beta early-access pilot internal support vips trial region-first large-shops night-shift
  new-customers returning franchise wholesale premium mobile-first legacy canary
`)

export const COUNTRIES = words(`
  AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK
`)
export const PLANS = words('free starter team pro business enterprise')
export const CHANNELS = words('web ios android kiosk partner-api email')
export const CITIES = words(`
  Aachen Basel Bergen Bologna Bordeaux Bremen Brno Dresden Dublin Espoo Gdansk Geneva Ghent Girona Graz Innsbruck
  Krakow Leeds Leiden Leipzig Lille Linz Lisbon Lugano Lund Lyon Malmo Mainz Milan Munich Nantes Odense Oslo Ostrava
  Padua Porto Riga Salzburg Seville Tallinn Tartu Turin Turku Uppsala Utrecht Verona Vienna Vilnius Zurich
`)

"""What widertext.py says: word lists, templates over them, and sentences that stand alone."""


def words(text):
    return [w.strip() for w in text.replace("\n", ",").split(",") if w.strip()]


WORDS = {
    "first": words("""aaron, abigail, adam, adrian, aisha, alan, albert, alejandro, alexis, alice, alicia, allison, alvin, amanda, amber, amelia, amy, andrea, andy,
        anna, annette, arthur, ashley, audrey, austin, autumn, barry, beatrice, becky, benjamin, bernard, beth, bianca, bill, blake, bonnie, bradley, brandon, brenda,
        brian, bridget, brittany, bruce, bryan, caleb, calvin, cameron, candace, carla, carmen, carol, carrie, casey, cassandra, cecilia, chad, chelsea, chester, chloe,
        claire, claudia, clayton, clifford, cody, colin, connie, corey, courtney, craig, crystal, curtis, cynthia, daisy, dale, damon, dan, danielle, darlene, daryl, dawn,
        dean, debbie, deborah, dennis, derek, desmond, diego, dolores, dominic, donna, dorothy, doug, duane, dustin, dwight, dylan, edgar, eduardo, eileen, elaine, eleanor,
        eli, elijah, ellen, elliot, eloise, emma, enrique, erica, ernest, esther, ethan, eugene, eva, evelyn, faith, felicia, felix, fernando, florence, floyd, francis,
        frankie, franklin, gabriel, gail, garrett, gene, geoffrey, gilbert, gina, gladys, glenn, gloria, gordon, grant, greg, gwendolyn, hannah, harold, harriet, harvey,
        hazel, heather, hector, heidi, herbert, holly, howard, hugo, ian, ida, imani, irene, iris, irma, isaac, isabel, ivan, jack, jackie, jackson, jacob, jacqueline, jaime,
        jamal, jamie, jan, janet, janice, jared, jasmine, jason, javier, jay, jeanette, jeff, jenna, jerome, jesse, jill, jim, joan, joanna, jocelyn, joel, johnny, jon,
        jonathan, jorge, josephine, josh, joy, joyce, juan, juanita, judith, judy, julia, julian, julie, june, justin, kara, karl, kate, katie, kayla, keisha, keith, kelly,
        kelsey, ken, kendra, kent, kerry, kim, kirk, kristen, kurt, kyle, lance, larry, lauren, laurie, leah, lee, leo, leon, leonard, leroy, leslie, lester, lillian, lloyd,
        logan, lois, lola, lonnie, loretta, lorraine, louis, louise, lucas, lucy, luis, luke, luther, lydia, lynn, mabel, mackenzie, madison, malcolm, mandy, manuel, marcus,
        margaret, marian, mario, marion, marissa, marjorie, marlene, marsha, martha, martin, marvin, mason, maureen, maurice, max, maxine, megan, mei, melanie, melinda,
        melissa, melvin, mercedes, meredith, micah, mildred, miles, milton, mindy, miranda, mitchell, mohammed, molly, mona, monica, morgan, morris, myra, myrtle, nadia,
        naomi, natalie, nathan, neil, nelson, nina, noah, nora, norma, norman, olivia, opal, owen, pablo, paige, pam, patricia, patsy, pauline, pearl, pedro, peggy, penny,
        percy, perry, phil, philip, phyllis, preston, priya, quentin, rachel, rafael, ralph, ramon, randall, randy, ravi, raymond, rebecca, reggie, regina, rex, rhonda,
        ricardo, rick, riley, rita, roberta, rochelle, rodney, roger, roland, ron, rosa, rosemary, ross, roy, ruby, rudy, russell, ruth, ryan, sabrina, sally, samantha, sandra,
        sara, saul, savannah, scott, sean, sergio, seth, shane, shannon, sharon, shawn, sheila, shelby, sherry, shirley, sidney, sierra, simon, sofia, sonia, spencer, stacy,
        stan, stella, steve, stuart, sue, suzanne, sylvia, tamara, tanya, tara, ted, terrence, terry, theresa, theodore, tiffany, tim, tina, todd, tom, toni, tracy, travis,
        trent, trevor, trina, tyler, valerie, vanessa, vera, vernon, vicky, vince, viola, violet, virgil, vivian, wallace, walter, warren, wayne, wendell, wendy, wesley,
        whitney, wilbur, will, willie, winston, wyatt, xavier, yolanda, yvette, yvonne, zachary, zoe"""),
    "last": words("""abbott, acosta, aguilar, alexander, alvarez, andrews, armstrong, arnold, atkins, austin, avila, bailey, baldwin, ballard, banks, barber, barker, barnes,
        barnett, barrett, bartlett, barton, bates, beck, becker, benson, berry, bishop, blackwell, blair, blake, bond, bowen, bowman, boyd, bradford, bradley, brady, brewer,
        briggs, brooks, bryant, buchanan, burgess, burke, burton, butler, byrd, caldwell, calhoun, camacho, cannon, cardenas, carlson, carpenter, carr, carrillo, carroll, carson,
        casey, castillo, chambers, chan, chandler, chang, chapman, chavez, chen, christensen, cochran, cohen, coleman, collier, conley, conner, conway, copeland, cortez,
        cross, cruz, cummings, curry, dalton, daniels, davenport, davidson, dawson, delgado, deleon, dennis, diaz, dickerson, dixon, dominguez, donovan, dorsey, dougherty,
        douglas, doyle, drake, dudley, duffy, duncan, dunn, duran, eaton, elliott, ellis, emerson, english, erickson, espinoza, estrada, farmer, farrell, ferguson,
        fernandez, fields, figueroa, finch, finley, fischer, fisher, fitzgerald, fleming, fletcher, flowers, flynn, foley, forbes, ford, foreman, foster, fowler, franco,
        frank, frazier, freeman, french, frost, fry, fuentes, fuller, gallagher, gallegos, galloway, garner, garrett, garrison, george, gibbs, gibson, gilbert, giles,
        gill, gilmore, glass, glenn, glover, goldberg, golden, goodman, goodwin, gould, graham, graves, greer, griffith, grimes, gross, guerrero, guthrie, guzman,
        hale, haley, hamilton, hammond, hampton, hancock, hansen, hanson, hardin, harding, hardy, harmon, harper, harrington, hart, hartman, harvey, hawkins, hayden, hayes,
        haynes, heath, henderson, hendricks, henry, herman, herrera, hess, hicks, higgins, hodge, hodges, hoffman, hogan, holloway, holmes, holt, hood, hooper, hoover,
        hopkins, horn, horton, houston, howe, hubbard, hudson, huff, hull, humphrey, hurley, hurst, hutchinson, ingram, irwin, jacobs, jacobson, jarvis, jefferson, jenkins,
        jennings, jensen, jimenez, johns, johnston, jordan, joseph, joyce, juarez, kane, kaufman, keith, keller, kelley, kemp, kennedy, kent, kerr, kim, kirby, klein,
        knight, knox, koch, kramer, lamb, lambert, lancaster, lane, lang, lara, larsen, larson, lawrence, lawson, leach, leblanc, leonard, levy, lindsey, little, livingston,
        lloyd, logan, long, love, lowe, lowery, lucas, lucero, lynch, lynn, lyons, macdonald, mack, madden, maldonado, malone, mann, manning, marks, marquez, marsh, marshall,
        massey, mathis, matthews, maxwell, mayer, maynard, mcbride, mccarthy, mcclure, mccormick, mcdaniel, mcdonald, mcgee, mcguire, mcintyre, mckay, mckenzie, mckinney,
        mclaughlin, mclean, mcmahon, meadows, medina, mejia, melendez, melton, mendez, mendoza, mercado, mercer, meyer, meyers, middleton, miles, miranda, molina, monroe,
        montgomery, moon, mora, morales, moran, moreno, morrison, morrow, morse, morton, moses, mosley, moss, moyer, mullins, munoz, navarro, neal, newman, newton, nichols,
        nicholson, nielsen, nixon, noble, nolan, norman, norris, norton, nunez, obrien, oconnor, odonnell, oliver, olsen, olson, oneal, orozco, orr, ortega, osborne, owens,
        pace, padilla, page, palmer, park, parks, parrish, parsons, patel, patrick, patterson, patton, payne, pearson, peck, pena, pennington, peters, petersen, petty,
        pham, phelps, pierce, pittman, pitts, poole, pope, porter, potter, potts, powell, powers, pratt, preston, price, prince, proctor, pruitt, quinn, ramsey, randall,
        randolph, rasmussen, ray, raymond, reese, reeves, reid, reilly, rhodes, rich, richards, richardson, richmond, riddle, riggs, riley, rios, rivas, robbins, robertson,
        robles, rocha, rodgers, rogers, rojas, rollins, roman, romero, rosario, rosales, rowe, rowland, roy, rubio, rush, russo, salas, salazar, salinas, sampson, sandoval,
        santana, santiago, santos, saunders, savage, sawyer, schaefer, schmidt, schneider, schroeder, schultz, schwartz, sellers, serrano, sexton, shaffer, shannon, sharp,
        shaw, shelton, shepherd, sherman, shields, short, silva, simmons, simon, simpson, sims, singh, singleton, skinner, sloan, small, snow, snyder, solis, solomon, soto,
        sparks, spears, spence, spencer, stafford, stanley, stanton, stark, steele, stein, stephens, stephenson, stevens, stevenson, stewart, stokes, stout, strickland,
        strong, stuart, suarez, summers, sutton, swanson, sweeney, tanner, tapia, tate, terrell, terry, thornton, todd, townsend, tran, travis, trevino, trujillo, tucker,
        turner, tyler, underwood, valdez, valencia, vance, vargas, vasquez, vaughan, vaughn, vazquez, vega, velasquez, velez, villarreal, vincent, vu, wade, wagner, wall,
        wallace, waller, walls, walsh, walter, walters, walton, ware, warner, waters, watkins, watts, weaver, webb, weber, webster, weeks, weiss, welch, wells, west, wheeler,
        whitaker, whitehead, whitney, wiggins, wilcox, wiley, wilkerson, wilkins, wilkinson, willis, winters, wise, wolf, wolfe, woodard, woods, woodward, wu, wyatt, yang,
        yates, york, young, zamora, zhang, zimmerman"""),
    "city": words("""albany, albuquerque, alexandria, allentown, amarillo, anaheim, anchorage, athens, atlanta, augusta, aurora, bakersfield, baltimore, baton rouge, beaumont,
        bellevue, berkeley, billings, birmingham, bismarck, boise, boston, boulder, bridgeport, brownsville, buffalo, burbank, cambridge, carson city, cedar rapids, chandler,
        chattanooga, chesapeake, cheyenne, clearwater, cleveland, colorado springs, columbia, concord, corpus christi, costa mesa, dayton, daytona beach, denton, des moines,
        dover, durham, edison, el paso, erie, eugene, evansville, everett, fairfield, fargo, fayetteville, flint, fontana, fort lauderdale, fort wayne, frankfort, fremont,
        fresno, frisco, gainesville, galveston, gary, glendale, grand rapids, green bay, greensboro, greenville, hampton, harrisburg, hartford, hayward, helena, henderson,
        hialeah, hollywood, honolulu, huntsville, indianapolis, inglewood, irvine, jackson, jersey city, joliet, juneau, kansas city, killeen, knoxville, lafayette, lakewood,
        lancaster, lansing, laredo, las cruces, las vegas, lexington, lincoln, little rock, long beach, los angeles, louisville, lowell, lubbock, macon, madison, manchester,
        mcallen, memphis, mesa, miami, milwaukee, minneapolis, mobile, modesto, montgomery, naperville, nashville, new haven, new orleans, newark, newport news, norfolk, oakland,
        oceanside, odessa, ogden, olympia, ontario, orlando, overland park, oxnard, palm bay, pasadena, paterson, pensacola, peoria, philadelphia, pittsburgh, plano, pomona,
        portland, providence, provo, pueblo, racine, raleigh, rapid city, reno, richmond, riverside, roanoke, rochester, rockford, sacramento, saint louis, saint paul, salem,
        salinas, salt lake city, san antonio, san bernardino, san diego, san francisco, san jose, santa ana, santa fe, savannah, scottsdale, scranton, seattle, shreveport,
        sioux falls, spokane, springfield, stamford, stockton, syracuse, tacoma, tallahassee, tampa, tempe, thousand oaks, toledo, topeka, trenton, tucson, tulsa, tyler,
        utica, vallejo, vancouver, ventura, virginia beach, waco, warren, waterbury, wichita, wilmington, worcester, yonkers, youngstown, yuma"""),
    "thing": words("""account, adapter, address, agreement, alarm, apartment, appliance, application, appointment, attachment, attic, balance, bank, basement, bathroom, battery,
        bedroom, benefit, bill, blanket, blinds, box, bracket, brochure, browser, budget, building, bumper, button, cable, calendar, camera, cancellation, card, carpet, cartridge,
        catalog, ceiling, certificate, chair, charger, check, checklist, claim, closet, code, collection, computer, confirmation, connector, contract, copy, counter, coupon, crib,
        cushion, database, deadline, delivery, deposit, desk, detector, device, dishwasher, document, door, draft, drawer, driveway, dryer, email, engine, envelope, equipment,
        estimate, extension, fan, fence, file, fireplace, flight, floor, folder, form, frame, freezer, furnace, furniture, garage, garbage disposal, gate, generator, gift card,
        gutter, handle, headset, heater, helmet, hinge, hose, hotel, house, ice maker, inspection, instruction, insurance card, interview, inventory, invoice, item, jacket, journal,
        kettle, key, keyboard, kitchen, ladder, lamp, laptop, lawn mower, lease, lecture, letter, license, light bulb, link, list, loan, lock, luggage, mailbox, mattress, meeting,
        membership, memo, message, microphone, microwave, mirror, modem, monitor, mortgage, motorcycle, newsletter, notice, number, office, order, outlet, oven, package, paint,
        panel, paperwork, parking space, passport, password, patio, payment, pension, permit, phone, photo, pillow, pipe, plan, plant, platform, plumbing, policy, portal, prescription,
        printer, product, profile, program, project, property, proposal, purchase order, quote, radiator, rebate, receipt, record, recorder, referral, refrigerator, refund, registration,
        remote, rent, repair, replacement part, report, request, reservation, restaurant, review, roof, router, sample, scanner, schedule, screen, seat, sensor, server, service, shelf,
        shipment, shower, signature, sink, skylight, sofa, software, speaker, spreadsheet, stairs, statement, stove, subscription, suitcase, survey, switch, system, table, tablet,
        tank, tax return, television, tent, ticket, tile, tire, title, toaster, tool, tractor, trailer, transaction, transcript, transmission, treatment, truck, trunk, tub, umbrella,
        uniform, update, upgrade, vacuum cleaner, valve, van, vehicle, video, visa, voucher, wall, wallet, wardrobe, warehouse, warranty, washer, watch, water heater, webcam, website,
        wheel, window, windshield, wire, workshop"""),
    "quality": words("""accurate, acceptable, affordable, amazing, annoying, available, awful, bad, basic, beautiful, bent, big, blank, broken, busy, cheap, clean, clear, closed, cold,
        comfortable, common, complete, complicated, confusing, convenient, correct, cracked, current, damaged, dangerous, dark, dead, defective, delayed, different, difficult, dirty,
        disappointing, double, dry, duplicate, easy, efficient, electric, empty, enormous, essential, excellent, expensive, expired, extra, fair, fake, fantastic, fast, faulty, final,
        fine, flat, flexible, foggy, fragile, free, fresh, full, generous, gigantic, gone, good, great, half empty, handy, hard, heavy, helpful, hidden, high, horrible, hot, huge, ideal,
        identical, illegal, important, impossible, impressive, incomplete, incorrect, interesting, invalid, large, late, leaking, legal, light, limited, locked, long, loose, loud, lovely,
        low, mandatory, missing, modern, modest, narrow, necessary, negative, new, noisy, normal, obvious, odd, okay, old, open, optional, original, outdated, overdue, perfect, permanent,
        plain, pleasant, popular, portable, positive, possible, powerful, private, public, quick, quiet, rare, raw, ready, reasonable, regular, reliable, rusty, safe, sealed, second hand,
        secure, separate, serious, severe, shared, short, silent, similar, simple, slow, small, smooth, soft, solid, sour, special, square, stable, standard, steep, sticky, stolen, strange,
        strong, stuck, suitable, sweet, temporary, terrible, terrific, thick, thin, tight, tiny, tough, true, typical, ugly, unacceptable, unclear, unfair, unique, unlimited, unlocked,
        unusual, upside down, urgent, used, useful, useless, valid, valuable, visible, warm, weak, wet, wide, wonderful, worn out, worse, worthless, wrong"""),
    "do": words("""accept, access, activate, add, adjust, advertise, approve, arrange, assemble, assign, attach, avoid, borrow, bring, build, buy, calculate, call about, cancel, carry, change,
        charge, check, choose, clean, close, collect, combine, compare, complete, confirm, connect, contact, copy, correct, cover, create, cut, deactivate, decline, delay, delete, deliver,
        demonstrate, describe, design, destroy, develop, discuss, display, dispute, divide, donate, download, draw, drop, edit, empty, enable, enter, escalate, evaluate, examine, exchange,
        expand, explain, explore, export, extend, file, fill, finance, find, finish, fix, flip, follow, forget, forward, freeze, gather, get, give, grab, handle, hang, haul, heat, hide, hold,
        identify, ignore, import, improve, include, increase, inspect, install, insure, investigate, keep, label, launch, lease, leave, lend, lift, link, list, load, locate, lock, look at,
        lower, mail, maintain, make, manage, mark, match, measure, mention, modify, monitor, mount, move, negotiate, note, notice, obtain, open, operate, order, organize, own, pack, paint,
        pay for, photograph, pick up, place, plan, plug in, polish, postpone, prepare, present, press, print, process, produce, protect, provide, publish, pull, purchase, push, put away,
        raise, reach, read, rebuild, receive, recommend, record, recover, redeem, reduce, refill, refinance, refund, refuse, register, reinstall, reject, release, remove, rename, renew, rent,
        repair, replace, report, request, rescue, research, reserve, reset, resolve, restart, restore, return, reverse, review, rewrite, rotate, save, scan, schedule, search, see, sell, send,
        separate, share, ship, show, sign, simplify, skip, sort, split, start, stop, store, study, submit, suggest, supply, support, swap, switch off, take, teach, tear out, test, tighten,
        touch, track, trade, transfer, translate, transport, trim, turn on, understand, unlock, unpack, update, upgrade, upload, use, vacuum, validate, verify, view, wash, watch, weigh, wipe, wrap, write"""),
    "did": words("""accepted, activated, added, adjusted, approved, arranged, asked for, bought, broke, brought, built, called about, canceled, changed, checked, chose, closed, collected, compared,
        completed, confirmed, connected, corrected, created, damaged, declined, delivered, described, disputed, downloaded, dropped, ended, explained, filed, filled out, financed, finished, fixed,
        forgot, forwarded, found, gave away, got, handled, held, hid, ignored, inherited, inspected, installed, kept, knew about, leased, left, liked, listed, loaded, lost, made, mailed,
        measured, mentioned, missed, moved, needed, noticed, offered, opened, ordered, owned, packed, paid for, picked up, planned, printed, processed, promised, published, pulled, put away,
        questioned, read, received, recommended, recorded, refused, registered, rejected, released, removed, renewed, rented, repaired, replaced, reported, requested, returned, reviewed,
        saved, saw, scanned, scheduled, sent, shipped, showed me, signed, skipped, sold, spilled, stole, stopped, stored, submitted, suggested, switched, talked about, tested, threw away,
        took, tracked, tried, turned off, understood, unplugged, updated, upgraded, used, verified, wanted, watched, worried about, wrapped, wrote"""),
    "who": words("""my wife, my husband, my brother, my sister, my mother, my father, my son, my daughter, my boss, my partner, my neighbor, my uncle, my aunt, my nephew, my niece, my lawyer,
        my doctor, my accountant, my landlord, my manager, my friend, my cousin, my grandson, my granddaughter, my roommate, my insurance agent, my bank, the company, the agent, the technician,
        the driver, the owner, the buyer, the seller, the bank, the court, the government, the school, the store, the hospital, the mechanic, the plumber, the contractor, the inspector,
        the receptionist, the cashier, the nurse, the teacher, the police, the insurance company, the delivery man, the last person, the young lady, somebody, someone, everybody, nobody,
        customer service, billing, tech support, human resources, the front desk, the supervisor, the whole family, the other driver, the home owners association, the county, the city"""),
    "job": words("""accountant, architect, baker, banker, barber, bartender, bookkeeper, bus driver, butcher, carpenter, cashier, chef, chemist, clerk, coach, consultant, cook, counselor,
        dancer, dental assistant, dentist, designer, detective, developer, dispatcher, editor, electrician, farmer, firefighter, fisherman, flight attendant, florist, gardener, hairdresser,
        home health aide, housekeeper, insurance broker, janitor, journalist, judge, landscaper, librarian, lifeguard, locksmith, machinist, mail carrier, manager, mason, mechanic, musician,
        night guard, nurse, office manager, optician, painter, paralegal, paramedic, pharmacist, photographer, pilot, plumber, police officer, postal worker, principal, professor, programmer,
        real estate agent, receptionist, reporter, roofer, sailor, salesman, seamstress, secretary, security guard, social worker, soldier, surgeon, surveyor, tailor, taxi driver, teacher,
        technician, therapist, tow truck driver, trucker, tutor, veterinarian, waiter, warehouse worker, welder, writer"""),
    "place": words("""the airport, the bank, the beach, the church, the clinic, the corner store, the courthouse, the dealership, the dentist, the doctor's office, the drug store, the farm, the gas station,
        the grocery store, the gym, the hardware store, the hospital, the hotel, the lake, the laundromat, the library, the mall, the market, the mountains, the movie theater, the museum,
        the nursing home, the office, the park, the pharmacy, the playground, the pool, the post office, the repair shop, the restaurant, the school, the station, the storage unit,
        the supermarket, the train, the university, the warehouse, the workshop, town, downtown, the suburbs, the country, the west coast, the east side, our branch, your house, my place"""),
    "trade": words("""roofing, siding, gutters, windows, flooring, plumbing, heating and cooling, electrical work, landscaping, tree removal, pest control, house cleaning, carpet cleaning,
        moving, storage, solar, water filtration, security, locksmith service, appliance repair, car repair, towing, auto glass, pool service, painting, drywall, masonry, concrete, fencing,
        decks, bathroom remodeling, kitchen cabinets, foundation repair, waterproofing, mold removal, duct cleaning, chimney sweeping, window washing, pressure washing, snow removal,
        tax preparation, bookkeeping, payroll, debt relief, credit repair, student loans, home loans, car loans, personal loans, life insurance, dental insurance, vision insurance,
        pet insurance, renters insurance, boat insurance, home warranty, extended warranty, identity protection, medical alert devices, hearing aids, diabetic supplies, back braces,
        internet service, cable television, phone service, satellite service, web design, search engine marketing, printing, signs, catering, photography, event planning, tutoring,
        driving lessons, dog training, pet grooming, child care, senior care, staffing, recruiting, cleaning supplies, office supplies, vending machines, merchant processing, call tracking"""),
    "food": words("""apples, bacon, bananas, barbecue, beans, bread, breakfast, butter, cake, candy, carrots, cereal, cheese, chicken, chili, chocolate, coffee, cookies, corn, crackers, cream,
        eggs, fish, french fries, fruit, garlic, grapes, ham, honey, ice cream, jam, juice, lasagna, lemonade, lettuce, lunch, macaroni, milk, mushrooms, mustard, noodles, nuts, oatmeal, olives,
        onions, orange juice, pancakes, pasta, peaches, peanut butter, peas, pepper, pickles, pie, pizza, popcorn, pork, potatoes, pudding, pumpkin, rice, salad, salmon, salsa, salt, sandwiches,
        sausage, shrimp, soda, soup, spaghetti, spinach, steak, strawberries, sugar, tacos, tea, toast, tomatoes, tuna, turkey, vegetables, vinegar, waffles, water, watermelon, yogurt"""),
    "feel": words("""angry, anxious, ashamed, bored, busy, calm, comfortable, confused, curious, desperate, disappointed, dizzy, eager, embarrassed, exhausted, fortunate, frightened, frustrated,
        furious, glad, grateful, guilty, happy, hopeful, hungry, impatient, impressed, interested, jealous, lazy, lonely, lucky, nervous, overwhelmed, pleased, proud, ready, relaxed, relieved,
        sad, scared, serious, shocked, shy, sick, skeptical, sleepy, sorry, stressed, stuck, surprised, suspicious, thankful, thirsty, thrilled, tired, uncomfortable, unhappy, upset, worried"""),
    "how": words("""absolutely, accidentally, actually, again, all the time, almost, already, always, apparently, automatically, badly, barely, basically, carefully, certainly, clearly, completely,
        constantly, correctly, currently, definitely, directly, easily, electronically, entirely, especially, eventually, exactly, extremely, fairly, finally, frequently, fully, generally,
        gladly, gradually, hardly, honestly, hopefully, immediately, incredibly, instantly, instead, lately, literally, maybe, mostly, naturally, nearly, never, normally, obviously, occasionally,
        officially, often, once, only, originally, partially, perfectly, perhaps, personally, possibly, practically, previously, probably, properly, quickly, quietly, rarely, really, recently,
        regularly, relatively, repeatedly, roughly, safely, secretly, seldom, separately, seriously, sharply, simply, slightly, slowly, sometimes, somewhat, soon, specifically, strictly, strongly,
        suddenly, supposedly, surely, temporarily, terribly, therefore, together, totally, truly, twice, typically, unfortunately, usually, verbally, very often, weekly, yearly"""),
}

TEMPLATES = """
(yes|yeah|yep|yup|sure|okay|right|correct|exactly|absolutely|of course|definitely|certainly|uh huh|mm hmm|no|nope|not really|not at all|never|maybe|i guess|i suppose|fine|good|great|perfect|got it|i see|makes sense|sounds good)
(yeah|yes|okay|sure|right|no|oh|well|hm) (okay|sure|right|yeah|i know|i see|that's fine|that's right|that works|go ahead|no problem|thank you|thanks|i'm here|i can hear you|i got it|of course)
(okay|all right|great|perfect|wonderful|excellent|awesome|good) (thank you|thanks|one moment|hold on|let me check|let me see|let's do that|so tell me|and your name|go ahead|i appreciate it)
(what|who|where|when|why|how|which one|how much|how many|how long|since when|says who|for what|from where|to whom)
(i'm sorry|sorry|pardon|excuse me) (what was that|can you repeat that|i didn't catch that|i missed that|could you speak up|say that again please|i can't hear you|the line broke up)
{who} {did} the {thing} {how}
{who} {did} (my|his|her|our|their|your|a|that|this|another|the whole|the wrong|the other) {thing}
{who} (is|was|will be|seems|sounded|got) {feel} (about|with|because of|over) the {thing}
the {thing} (is|was|looks|seems|will be|might be|isn't|wasn't|can't be|should be) {quality}
(is|was|isn't|wasn't|will) the {thing} (be|) {quality}
(your|my|our|his|her|their) {thing} (is|was|arrived|came|looks|turned out) {how} {quality}
(i|we|you|they) {how} {did} (it|them|that|the {thing}|your {thing}|everything|the old one|two of them)
(can|could|would|will|should|did|do|may) (you|i|we|they|she|he|someone) {do} (the|my|your|our|this|that|a|another) {thing}
(can|could|would|will|should) (you|i|we|they) {how} {do} (the|my|your|our|this|that) {thing}
(please|just|let's|let me|i'll|we'll|you'll|don't|never|always) {do} the {thing}
(i|we|they|you) (want|need|plan|hope|have|like|expect|tried|decided|forgot|promised|used|agreed|started) to {do} (the|a|your|my|our|their) {thing}
(i|we|they) (don't|didn't|won't|can't|couldn't|wouldn't|shouldn't|never) {do} (the|a|your|any|my|our) {thing}
(before|after|if|when|while|until|unless|because|since|once|whenever|although) (i|we|you|they) {did} the {thing} {who} {did} the {thing}
(if|when|once|unless|whether) you {do} the {thing} (we|they|i) (can|will|could|might|should|may) {do} (it|the {thing}|everything)
it (takes|took|will take|costs|cost|might take) {dur} to {do} (the|a|your) {thing}
it (takes|costs|saves|pays|earns) (about|around|almost|over|under|exactly|roughly|less than|more than|up to|at least) {money} (a month|a week|a day|a year|each time|per person|per unit|in total|)
(the|your|our|my|this|that) {quality} {thing} (needs|deserves|requires|has|had|lost|gets|got) (a|an|another|no|some|the) {quality} {thing}
there (is|was|are|were|will be|might be|should be|must be) (a|no|another|some|one more|still a) {quality} {thing} (in|on|at|behind|near|under|by|inside|outside|next to|on top of) (the|my|your|our) {thing}
(where|when|how|why) (is|was|did|can|could|should|would|do|does) (the|your|my|our) {thing}
(where|when|how|why|how often|how soon) (do|did|can|could|should|would|will) (i|you|we|they) {do} the {thing}
(what|which) {thing} (do|did|should|would|can) (you|i|we|they) {do} (first|now|today|again|)
(who|which of you|what company) {did} the {thing}
(how many|how much|what kind of|what size of|which|whose) {thing} (is it|was it|are we talking about|do you have|did you say|would you like)
(he|she|it|this|that|everything|nothing|something|everyone) (is|was|seems|feels|sounds|looks|got|became|stayed) {how} {quality}
(i'm|we're|they're|she's|he's|you're) (a little|so|too|very|really|pretty|kind of|not|always|never|just) {feel} (right now|today|about this|about the {thing}|with your {thing}|)
my name is {first} {last} (and|) (i work for|i'm with|i'm calling from|i represent|i own|i run) {last} {trade}
(hi|hello|hey|good morning|good afternoon|good evening|thanks for calling|thank you for calling) (this is|my name is|you've reached|it's) {first} (from|with|at|over at) {last} (and|) {last} (how can i help|how are you|how may i direct your call|)
(hi|hello|hey|good morning|good afternoon) (is this|am i speaking with|may i speak to|can i talk to|i'm looking for|is|could i have) {first} {last} (please|there|available|)
(this is|it's) {first} (speaking|again|from the office|from next door|your neighbor|returning your call|)
{first} {last} is (on the other line|in a meeting|out of the office|at lunch|not available|on vacation|no longer here|on his way|with a customer)
(can|may) i (take|leave) a message (for|with) {first} (or|) (his|her|your|) (voicemail|assistant|manager|)
my (last|first|middle|maiden|full|user|company|street) name is (spelled|) {spelled}
(that's|it's|the name is|the last name is|you spell it|spelled|that would be) {spelled}
(my|the|his|her|our|your) email (address|) is {mail}
(send|email|forward) (it|that|the {thing}|everything) to {mail}
(that's|it's) {mail} (all lower case|no spaces|with two l's|like the company|)
i (live|work|grew up|was born|used to live|own a house|have an office) in {city} {state}
(we're|i'm|they're|the office is|the store is|our headquarters is) (located|based|) in {city} (not|near|north of|south of|outside|close to) {city}
(the|my|our) address is {n} {last} (street|avenue|road|drive|lane|court|boulevard|way|place|circle|parkway|terrace) (in|) {city}
(it's|that's|you want|go to|we're at) {hundreds} {last} (street|avenue|road|drive|lane|court|boulevard|way) (apartment|suite|unit|building|floor|) {n}
the (zip code|area code|extension|gate code|apartment number|unit number|flight number|room number|case number|ticket number|tracking number|invoice number|serial number|license plate|model number|pin) is {digits}
(my|the|your|his|her) (phone|cell|home|work|fax|office|toll free|callback) number is {phone}
(call|text|reach|try) me (back|) at {phone} (after|before|around|) {time}
(the|your) (reference|confirmation|order|account|policy|member|claim) (number|id|code) (is|should be|starts with|ends with|ends in) {code}
(is it|was it|did you say|i have|so that's|that's) {digits} (or|not|and then) {digits}
(it's|it is|that's|the total is|your balance is|you owe|we charge|they charged me|i paid|he offered) {money} (plus tax|per month|up front|every two weeks|for the {thing}|in cash|by check|on my card|altogether|)
(i make|she makes|we earn|they pay|it brings in|the salary is) (about|around|roughly|) {money} (a year|a month|a week|an hour|before taxes|after taxes)
(my|your|the|our) {thing} (went from|dropped from|increased from|jumped from) {money} to {money}
(i was born|she was born|he passed away|we got married|they moved|i retired|we bought it|it was built|it expired|it started) (on|in|around|) {date}
(the appointment|the meeting|the delivery|the interview|the party|the hearing|the class|the flight|dinner) is (on|scheduled for|set for|moved to|this) {date} at {time}
(does|would|could|how about|what about|is) {day} (or|and) {day} (work for you|be okay|morning|afternoon|at {time}|)
(i'm|we're|he's|she's|they're) (free|busy|available|off|gone|out of town|working|traveling) (on|every|until|after|next|this) {day}
(let's|we can|could we|i'd rather|can you) (meet|talk|do it|schedule it|reschedule|push it|move it) (on|to|for|) {day} at {time}
(we|they|you) (open|close|start|leave|get back|arrive|finish) at {time} (on|every|except) {day}
(about|around|almost|over|less than|more than|only|exactly) {pct} of (the|our|your|my) (people|customers|calls|money|income|orders|houses|questions|patients|accounts)
(i|we) have {small} (kids|dogs|cats|cars|employees|rooms|bathrooms|locations|trucks|accounts|computers|lines|acres|brothers|questions|options)
(he|she|my {fam}) is {age} years old and (lives|works|stays) (with|near|for) {who}
(i'm|she's|he's|my {fam} is) a (retired|part time|full time|former|licensed|certified|self employed|young|good|bad) {job}
(the|a|that|my|our) {job} (said|told me|thinks|explained|promised|warned us|insisted|mentioned|heard|knows) (that|) {who} {did} the {thing}
(we|i) (went|drove|walked|flew|took the bus|ran|moved) to {place} (with|without|because of|to see|to meet|for) {who}
(i'm|she's|he's|they're|we're) (at|in|near|leaving|on the way to|just outside|across from) {place} (right now|today|with {who}|until {time}|)
(the|that|my|his) {thing} (from|at|near|by) {place} (is|was) {quality}
we (had|ate|ordered|bought|cooked|like|brought) {food} and {food} (for|at|from|after|with) (dinner|lunch|{place}|{who}|the party|breakfast)
(i|my {fam}|{who}) (can't|never|doesn't|shouldn't|always|won't|loves to) eat {food}
(do|did|would|could) you (like|want|sell|have|eat|bring|deliver) (some|any|the|more) {food}
(do|are) you (currently|already|still|ever|) (have|using|looking for|interested in|paying for|happy with|shopping for) {trade}
we (do|offer|provide|specialize in|sell|handle|don't do|used to do) {trade} and {trade}
(i'm|we're) calling (about|because of|regarding|in reference to|to follow up on) {trade} (for your home|in {city}|at your business|services|)
(how much|what) (do you charge|does it cost|would it be|are you paying|did you pay|should i expect to pay) for {trade}
who (does|did|handles|takes care of|pays for|is in charge of) (the|your) {trade}
(i already have|i don't need|i'm not interested in|we're all set with|we just finished|i can't afford|i never asked for) {trade} (thank you|thanks|sorry|but my {fam} might|right now|)
(have you|has anyone|did they) ever (told|offered|given|shown|sent|asked) you (about|for|) (a|the|any) {quality} {thing}
(i was wondering|i'd like to know|can you tell me|do you know|i forgot|i'm not sure|it depends on|let me ask you) (if|whether|when|why|how|where) {who} {did} the {thing}
(i think|i believe|i hope|i know|i'm sure|i heard|i doubt|it seems|they say|we agreed) (that|) the {thing} (is|was|will be|could be) {quality}
(that|this|it) (sounds|looks|feels|seems|is|was) (like|more like|less like|almost like) a {quality} {thing}
(one|two|three|another|every|each|some|most|both|none|all|several|a few|plenty) of the {thing} (parts|pieces|people|options|papers|problems|numbers|records)
(first|second|third|next|then|after that|finally|at the end|meanwhile|later|now) (you|we|i|they) {do} the {thing} and {do} (it|the {thing}|that)
(take|bring|put|leave|send|keep|hold|throw|carry|move) the {thing} (to|into|onto|over|from|out of|back to) {place}
(either|neither|both) the {thing} (or|nor|and) the {thing} (is|was|will be|has to be) {quality}
(it's|that's|this is) (not|never|always|usually|only|already) (the|a|my|your|our) {thing} (that|which) {who} {did}
(my|our|the) {fam} and i (are|were|will be|have been) {feel} (about|since|because) (the|our) {thing}
(happy|glad|pleased|sorry|afraid|excited|surprised) to (hear|say|tell you|report|learn) (that|) {who} {did} the {thing}
(what|that) (a|an|kind of|sort of) {quality} {thing} (that is|you have|we saw|indeed|this turned out to be)
(too|so|how|very|really|pretty|quite) {quality} (for|to|with|without|about|compared to) (me|us|them|the {thing}|what we had|my {fam}|that price)
(what's|what is|what was|tell me|remind me of) your (name|last name|zip code|date of birth|phone number|email|address|favorite color|mother's maiden name|current provider|policy number|budget|time frame|biggest concern|job title|role)
(and|so|okay and|all right and) (your|the) (name|address|city|state|zip|birthday|phone number|email|spouse|age|weight|height|employer|income|carrier|card number|expiration date)
(i'm|i am) {n} (and|but) my {fam} is {n}
(count|listen|repeat after me) {digits} {digits}
{d} {d} {d} {d} {d} {d}
{n} {n} {n} (and|) {n}
(chapter|page|line|row|item|step|section|question|level|room|gate|lane|exit|route|highway|channel|building|building number) {n}
(in|since|around|before|after|by) {year} (we|they|i) {did} (the|a|our) {thing} in {city}
(the|our) (warranty|contract|lease|promotion|policy|agreement|license) (ends|expires|starts|begins|renews|runs out) (on|in) (the|) {month} (of|) {year}
(it's|it was|the temperature is|we had) {n} degrees (outside|in {city}|below zero|yesterday|this morning)
(i|we|she|he) (sleep|work|drive|walk|exercise|wait|talk|study) {small} (hours|days|miles|minutes|nights) (a day|a week|on average|at most|every {day})
(he|she|they|someone) (from|at|in) (the|your) {dept} department {did} (it|the {thing}|my {thing}) (last|on|this past) {day}
(transfer|connect|send|put) me (to|through to) (the|your) {dept} (department|team|please|manager|)
(you've|i've|we've|they've|she's|he's) (already|never|just|finally|probably|almost|recently) (been|seen|had|done|made|taken|gotten|given|paid|tried|heard|read|told|sent) (that|it|this|one|the {thing}|everything)
(i've|we've|you've|they've) been (waiting|calling|working|looking|thinking|paying|driving|living here|a customer|a member|on hold|with them) for {dur}
(i'll|we'll|they'll|she'll|he'll) (be|get|have|send|call|finish|know|see|talk to|let) (you|it|that|me|them|there) (know|back|soon|done|later|tomorrow|{when}|on {day})
(isn't|aren't|wasn't|doesn't|don't|didn't|won't|can't|couldn't|haven't|hasn't) (it|that|there|this|he|she) (be|) (true|enough|better|cheaper|obvious|strange|possible|fair|too late|a problem|the same thing)
(who's|what's|where's|when's|how's|that's|there's|here's|it's) (the|your|my|our|a|another) {quality} {thing}
(you|we|they|he) (must|might|may|ought to|had better|need not|would rather) {do} (the|their|his|our) {thing} {how}
(such|quite|rather|hardly|barely|only) a {quality} {thing} (for|with|in|from) {who}
(according to|thanks to|because of|instead of|in spite of|apart from|along with|in addition to) {who} the {thing} was {quality}
(the more|the less|the sooner|the longer) you {do} the {thing} the (better|worse|cheaper|easier|harder|safer) it (gets|is|becomes|will be)
(press|dial|say|choose|select|hit) {d} (for|to reach|if you want|to hear) {dept} (or|and) {d} (for|to) {do} the {thing}
(are|were) (you|they|we) {feel} (with|about) (the|your|our) {thing} (or|and) (the|your) {thing}
(that|this) {thing} belongs to (my {fam}|{first}|{who}|{first} {last}|the {job})
{first} and {first} (are|were|got|stayed|went|met|work|live) (at|in|near|to) {place}
{first} (lost|found|bought|needs|fixed|wants|returned|forgot|borrowed|sold) (his|her|the|a|my|your|our) {thing}
{who} (comes|came|will come|is coming) (by|over|back|home|here) (on {day}|at {time}|{when}|from {place}|after work)
(tell|ask|remind|call|help|show|warn|thank) {first} (about|for|to bring|to {do}) the {thing}
(turn|make|take) a (left|right|u turn) (on|onto|at|after) {last} (street|road|avenue|boulevard) (and|then) (drive|go|walk) {small} (miles|blocks|minutes)
it's (on|at) the corner of {last} and {last} (across from|next to|behind|right by) {place}
the {job} (charges|charged|quoted|wants|asked for) {money} (for|to {do}) the {thing}
(she|he|they|we) (has|have|had) (asthma|arthritis|allergies|back pain|bad knees|diabetes|a broken leg|chest pain|migraines|surgery|a stroke|a cold|the flu|high cholesterol|poor vision|hearing loss) (since {year}|for {dur}|and takes {drug}|last {month}|)
(i|she|he) (take|takes|took|stopped taking|refilled) {n} milligrams of {drug} (a day|twice a day|every morning|with {food}|)
(my|our|the) {car} (has|had) {big} miles (on it|and needs a {thing}|and runs fine|when we bought it)
(i|we|my {fam}) (drive|drove|own|bought|sold|totaled|leased|financed) a (red|blue|white|black|silver|green|gray|used|brand new) {car} (in {year}|from {city}|)
(your|my|our) (roof|house|furnace|deck|driveway|water heater|kitchen|car|engine|fence) is (about|over|only|at least) {n} years old
(the|this|that) offer (includes|covers|comes with|requires|excludes) (a|the|one|free) {thing} and (a|the) {thing} (for|at) {money}
(i|we) (owe|owed|pay|paid|borrowed|lent|saved|lost|spent|invested) (about|nearly|over|) {money} (on|for|to|with) (the {thing}|{who}|credit cards|medical bills|student loans|back taxes)
""".strip().split("\n")

FREE = """
could you hold for just a moment while i pull that up
i apologize for the inconvenience and i want to make it right
the storm knocked out our power and the food in the freezer went bad
she's been crying all morning because the puppy ran away
i honestly can't remember the last time anybody called me back
do whatever you think is best and bill me later
my hearing isn't what it used to be so please talk slowly
we ran out of paper towels and somebody has to go to the store
the squirrels keep getting into the attic through a hole near the vent
you sound exactly like the man who called last week
nobody mentioned a restocking fee when i placed the order
there's smoke coming out from under the hood and i'm on the shoulder of the highway
he signed the paperwork without reading a single page
i'd rather keep the old one than pay for something i'll never use
the toilet won't stop running and the water bill doubled
let me grab a pen and something to write on
my grandson set up the computer and i don't know the password
we appreciate your patience and your business
the kids are in the background so forgive the noise
your call is important to us please stay on the line
all of our representatives are currently helping other customers
this call may be monitored for quality and training purposes
to speak with an operator stay on the line or say representative
if this is an emergency hang up and dial nine one one
i'm going to place you on a brief hold is that all right
thanks for holding i have your file in front of me now
i was told somebody would be here between eight and noon
the technician left muddy footprints all over the white carpet
we don't accept personal checks but we do take money orders
you can cancel within thirty days for a full refund
shipping is free on anything over fifty dollars
our records show that the package was delivered to the front porch
i looked on the porch in the garage and behind the bushes
somebody must have stolen it off the steps
can you send me a replacement overnight
i'll need to see a police report before we go any further
both of us were wearing seat belts thank goodness
the other car ran the red light and hit us on the passenger side
the airbags went off and my wrist is swollen
have you been to see a doctor since the accident
i'm not supposed to lift anything heavier than a gallon of milk
the insurance company keeps giving me the runaround
they want me to sign a release but i'm not comfortable with that
would you be willing to give a recorded statement
how fast were you going when it happened
it was drizzling and the pavement was slick
i swerved to miss a deer and ended up in the ditch
the estimate from the body shop came back higher than the car is worth
you'll receive an envelope in seven to ten business days
please allow up to six weeks for processing
i've got a pot boiling on the stove can you make it quick
we only eat out on birthdays and anniversaries
my feet hurt from standing at the register all day
the school bus comes at a quarter past seven
that neighborhood floods every time it rains
i grew tomatoes peppers and zucchini last summer
the raccoons knocked over the trash cans again
her flight was canceled and she slept at the airport
take two aspirin and call me in the morning
it's a family business my grandfather opened it after the war
we've been married forty one years this coming june
he plays the trumpet and she sings in the choir
the ceiling fan wobbles when you turn it on high
you have to jiggle the handle and pull hard
there's a spare key under the flower pot by the back door
don't let the cat out when you come in
just leave the boxes by the garage and i'll bring them inside
watch your step the third stair is loose
i think we got disconnected so i'm calling you back
are you still there hello can you hear me now
you're breaking up let me move closer to the window
i have you on speaker so my wife can listen
please stop calling this number we've asked you several times
how did you get my information in the first place
i never filled out anything online
you must have the wrong person there's no one here by that name
he passed away in march so please take him off your list
i'm sorry for your loss and i'll update our records
put me on your do not call list immediately
if you call again i will report you to the attorney general
i don't give out my social security number over the phone
is this a scam because it sounds like a scam
what's the catch nothing is ever really free
i'd want to read everything before i agree to it
send me something in the mail and i'll take a look
i have to talk it over with my better half
we're on a fixed income and every penny counts
that's more than we spend on groceries in a month
i could maybe do half now and the rest in october
can you beat the price i was quoted by your competitor
if you can match it i'll sign today
what happens if i miss a payment
will this hurt my credit score
do you report to all three bureaus
what's the interest rate and is it fixed or variable
i consolidated everything five years ago and it was a mistake
the collector was rude and threatened to come to my job
i got laid off in the spring and fell behind on everything
creditors are calling day and night and i can't sleep
we can reduce your monthly payment by about half
you would make one low payment instead of six
there's no obligation and the consultation is free
would the decision maker happen to be available
who besides yourself would be involved in this decision
what's holding you back from moving forward today
on a scale of one to ten how likely are you to recommend us
if budget weren't an issue what would you change first
i hear you and a lot of our customers felt the same way
what would have to happen for you to say yes
fair enough i won't take any more of your time
let me circle back with you at the end of the quarter
our contract with the current vendor runs through december
we tried something similar and it didn't move the needle
our reps spend half the day leaving voicemails
the leads we bought were stale and most numbers were disconnected
we pay per qualified call lasting longer than ninety seconds
your agents have to read the disclosure word for word
no more than three attempts per lead per day
the supervisor listens in and whispers to the agent
everything is recorded encrypted and kept for seven years
the dialer slows down automatically when the drop rate climbs
can your platform push the results into our database every night
we would need single sign on and an audit trail
i'll loop in our engineer for the technical questions
could you walk me through a typical day on your sales floor
we're opening a second office overseas in the fall
turnover is killing us we train people and they quit within a month
give me a ballpark and i'll run it past finance
the pilot went well and the whole team wants to continue
let's put twenty minutes on the calendar for wednesday
i'll send an invitation with a link to the video call
please confirm that you received the agenda
the doorbell camera shows someone walking up the driveway
my smoke detector chirps every thirty seconds
the garage door opens by itself in the middle of the night
we smelled gas so we opened the windows and went outside
the shower drips and there's a brown stain spreading on the ceiling
when it rains water pours over the gutters and into the basement
half the outlets in the kitchen quit working
the furnace kicks on runs for a minute and shuts down again
ants are marching across the counter toward the sugar bowl
a branch fell on the roof and punched a hole through the shingles
the previous owner painted right over the wallpaper
how thick is the insulation above your garage
is the electric panel inside or outside the house
do you have a homeowners association that has to approve the color
we'll tear off the old roof haul it away and sweep for nails
the crew starts at sunrise and usually finishes before supper
you get a ten year warranty on labor and a lifetime warranty on materials
is the property in your name or in a trust
how much shade does your roof get in the afternoon
the panels pay for themselves in about nine years
your utility sends you a credit for the power you don't use
nothing comes out of your pocket until the system is switched on
have you had a stay in the hospital within the last two years
do you use tobacco in any form
any history of heart attack stroke or cancer
how tall are you and about how much do you weigh
are you currently enrolled in part a and part b
what doctors do you see on a regular basis
which pharmacy do you normally use
let me check that your specialists are in the network
this plan has a zero dollar premium and a small copay
the grocery allowance is loaded onto the card every month
you can use the card at most major stores
dental includes two cleanings and a set of x rays
hearing and vision are bundled together
transportation covers twelve one way trips a year
there's no cost to speak with a licensed agent
we are not affiliated with any government agency
we do not offer every plan available in your area
by saying yes you agree to be contacted about your options
do i have your permission to continue
state your full name and today's date for the recording
please say i agree after the tone
your coverage begins on the first day of the following month
you will receive a welcome packet and a new card
keep your old card in a safe place
don't cancel anything until you get the approval letter
she's my power of attorney and she handles the bills
i'm the executor of my father's estate
we need a certified copy of the death certificate
the beneficiary would receive the full amount tax free
the premium never goes up and the benefit never goes down
it builds cash value that you can borrow against
who would take care of the final expenses
a simple burial costs around nine thousand dollars these days
i want to leave a little something for my grandchildren
cremation was always his wish
you're speaking to a machine please leave your message
hi you've reached my voicemail i can't come to the phone right now
leave your name and number after the beep
i'm just returning a missed call from this number
somebody called me about a job interview
is the position still open and is it remote
what does it pay and are there benefits
i have eleven years of experience in customer service
i type sixty words a minute and speak fluent spanish
can you start next monday at eight sharp
bring two forms of identification and a voided check
the dress code is business casual
my shift ends at six so i can be there by half past
parking is free in the garage on the north side
take the elevator to the fourth floor and turn left
i'd like a table for six near the window
do you have anything without peanuts
the soup was cold and the waiter never came back
we waited over an hour and finally walked out
i'd like to speak with whoever is in charge
that's unacceptable and i expect a full refund
i've been a loyal customer since nineteen eighty eight
thank you for bringing this to our attention
i completely understand your frustration
let me see what i can do for you
i've credited your account and waived the late fee
you should see it on your next statement
is there anything else i can help you with today
no that's everything you've been very helpful
have a wonderful rest of your day
you too take care now bye bye
okay bye
alright talk to you later
thanks again for your time
god bless you honey
see you on thursday then
i really appreciate you calling
my pleasure have a good one
it was nice talking to you
drive safely and give my regards to your mother
how's the weather down there
it's been raining cats and dogs since sunday
we got eight inches of snow overnight
it's so hot you could fry an egg on the sidewalk
did you watch the game last night
they lost in overtime by a single point
my team hasn't won a championship in decades
what are you doing for the holidays
the whole family is coming and i'm cooking for twenty
i haven't been to the movies in ages
we're planning a cruise to alaska
my passport expired so i have to renew it
the hotel overlooked the harbor and the breakfast was delicious
the dentist pulled two teeth and i can't chew on the left
my knee gives out when i climb stairs
the nurse took my blood pressure and said it was borderline
the pharmacy gave me the generic instead
i'm allergic to penicillin and shellfish
the ambulance ride alone was two thousand dollars
therapy is every tuesday and thursday at four
the baby has an ear infection and a fever of a hundred and two
we adopted a beagle from the shelter
the vet says he needs to lose five pounds
his birthday is the day after valentine's day
a new washing machine is cheaper than fixing this one
unplug the router wait ten seconds and plug it back in
the little green light keeps blinking
type the code exactly as it appears on the screen
click the blue button in the upper right corner
scroll down to the bottom and check the box
it says the password must contain a number and a symbol
i tried that already and it froze
which browser are you using
clear the history close everything and start over
i'm sending you a link right now tell me when it arrives
check your spam folder sometimes it lands there
your screen should turn purple and then show a keyboard
the mouse moves but nothing happens when i click
i dropped it in the sink and it's been in rice since yesterday
how many bars of signal do you have
we can port your number over within a day
the data plan is unlimited but it slows down after fifty gigabytes
roaming charges apply outside the country
the bill shows calls to places i've never heard of
i want to dispute a charge from the fourteenth
the transaction was declined because the zip code didn't match
we noticed unusual activity on your debit card
did you authorize a purchase at a jewelry store in nevada
no i did not and i still have the card in my purse
we've frozen the card and a new one is on the way
expect it within five to seven days
you'll need to update any automatic payments
the branch closes at noon on saturdays
interest is calculated daily and posted monthly
there's a penalty for early withdrawal
would you like paper statements or electronic
i don't trust those machines i want to talk to a human
young man i am eighty three years old
slow down sweetheart i'm writing this down
say that number one more time a little slower
is that b as in boy or d as in dog
zero or the letter o
capital letters or small
one word or two
with a hyphen or without
spell it the way it sounds
same as my mailing address
apartment twelve c on the second floor
it's the yellow house with the white fence
the driveway is steep so park on the street
ring the bell twice i'm usually in the yard
my landlord handles that so you'd have to ask him
we rent so it isn't up to us
i just bought the place in november
it was built in nineteen twenty seven and everything is original
the appraisal came in lower than we hoped
closing was pushed back another two weeks
the seller agreed to pay for the inspection
we put twenty percent down and financed the rest
the market cooled off over the winter
i'm thinking of downsizing now that the children are grown
property taxes went up again
that sounds too good to be true
i'm driving can i call you when i get home
i'm at work i can't talk right now
you caught me at a bad time
i'm about to walk into a meeting
can you make it short i've got company
my dinner is getting cold
it's eleven o'clock at night why are you calling
who gave you this number
what did you say your name was
which company are you with again
where are you located
are you a real person or a recording
what is this about
what exactly do you want
go on i'm listening
take your time there's no rush
let me think about it for a second
i don't know what to tell you
that's between me and my husband
it is what it is
you never know what might happen
better safe than sorry
i'll cross that bridge when i come to it
easier said than done
that's neither here nor there
long story short they owe us money
to be perfectly honest i forgot all about it
as far as i know nothing has changed
from what i understand it's already been settled
if i remember correctly it was a wednesday
give or take a couple of days
every now and then but not on a regular basis
more often than not it works just fine
the sooner the better as far as i'm concerned
without a doubt the best decision we ever made
i couldn't agree with you more
i see where you're coming from
with all due respect that makes no sense
i beg to differ
you've got to be kidding me
oh my goodness i had no idea
well i'll be darned
good for you congratulations
what a shame i'm sorry to hear that
i hope you feel better soon
fingers crossed
no worries at all
don't mention it
you're very welcome
sure thing
will do
same here
me neither
me too
i doubt it
it depends
not yet
not that i know of
i hope so
i'm afraid not
we'll see
why not
how come
so what
never mind
forget about it
that's all right
that's enough
that'll be all
just a second
hang on
give me one minute
bear with me
almost there
all done
here we go
let's get started
sounds like a plan
whatever you prefer
either one is fine
it's up to you
""".strip().split("\n")

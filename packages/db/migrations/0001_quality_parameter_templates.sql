INSERT INTO `quality_parameters`
	(`template`, `parameter_key`, `parameter_name`, `description`, `max_score`, `weight`, `sort_order`)
VALUES
	('presales', 'greeting', 'Greeting', 'Introduces themselves by name and company at the start.', 10, 10, 1),
	('presales', 'discovery', 'Discovery', 'Asks about the need, the volume, the budget, the time and who decides before offering.', 20, 20, 2),
	('presales', 'product_knowledge', 'Product knowledge', 'Explains features and prices concretely and correctly.', 15, 15, 3),
	('presales', 'active_listening', 'Active listening', 'Confirms and takes up what the customer said.', 15, 15, 4),
	('presales', 'objection_handling', 'Objection handling', 'Acknowledges an objection and answers it with a reason or a proof.', 15, 15, 5),
	('presales', 'communication', 'Communication', 'Clear, courteous language without fillers or interruptions.', 10, 10, 6),
	('presales', 'closing', 'Closing', 'Agrees on a next step with a date and closes politely.', 15, 15, 7),
	('support', 'greeting', 'Greeting', 'Introduces themselves by name and company at the start.', 10, 10, 1),
	('support', 'active_listening', 'Active listening', 'Confirms and takes up what the customer said.', 20, 20, 2),
	('support', 'empathy', 'Empathy', 'Acknowledges the trouble the customer has.', 15, 15, 3),
	('support', 'problem_resolution', 'Problem resolution', 'Finds the cause and solves it, or says who will and when.', 25, 25, 4),
	('support', 'communication', 'Communication', 'Clear, courteous language without fillers or interruptions.', 15, 15, 5),
	('support', 'closing', 'Closing', 'Makes sure that nothing is left open and closes politely.', 15, 15, 6),
	('collections', 'greeting', 'Greeting', 'Introduces themselves by name and company at the start.', 10, 10, 1),
	('collections', 'compliance', 'Compliance', 'Gives the notices the law asks for and makes no threat.', 30, 30, 2),
	('collections', 'empathy', 'Empathy', 'Acknowledges the trouble the customer has.', 15, 15, 3),
	('collections', 'payment_commitment', 'Payment commitment', 'Agrees on an amount and a date that the customer can keep.', 25, 25, 4),
	('collections', 'communication', 'Communication', 'Clear, courteous language without fillers or interruptions.', 10, 10, 5),
	('collections', 'closing', 'Closing', 'Sums up what was agreed and closes politely.', 10, 10, 6)
ON DUPLICATE KEY UPDATE `parameter_key` = `parameter_key`;

-- {"and":[]}
1 = 1
1 = 1
-- []

-- {"or":[]}
1 = 0
1 = 0
-- []

-- {"field":"name","op":"contains","value":"Zür'ich"}
("t"."name_fold" IS NOT NULL AND instr("t"."name_fold", ?) > 0)
("t"."name_fold" IS NOT NULL AND strpos("t"."name_fold", $1) > 0)
-- ["zur'ich"]

-- {"field":"name","op":"starts_with","value":"zü"}
("t"."name_fold" IS NOT NULL AND "t"."name_fold" >= ? AND "t"."name_fold" < ?)
("t"."name_fold" IS NOT NULL AND "t"."name_fold" >= $1 AND "t"."name_fold" < $2)
-- ["zu","zv"]

-- {"not":{"field":"size","op":"eq","value":1}}
NOT (("t"."size" IS NOT NULL AND "t"."size" = ?))
NOT (("t"."size" IS NOT NULL AND "t"."size" = $1))
-- [1]

-- {"field":"price","op":"gte","value":100}
("t"."price_minor" IS NOT NULL AND "t"."price_minor" >= ?)
("t"."price_minor" IS NOT NULL AND "t"."price_minor" >= $1)
-- [100]

-- {"field":"isOn","op":"eq","value":true}
("t"."isOn" IS NOT NULL AND "t"."isOn" = ?)
("t"."isOn" IS NOT NULL AND "t"."isOn" = $1)
-- [true]

-- {"field":"color","op":"in","value":["red","blue"]}
("t"."color" IS NOT NULL AND "t"."color" IN (?, ?))
("t"."color" IS NOT NULL AND "t"."color" IN ($1, $2))
-- ["red","blue"]

-- {"field":"id","op":"in","value":["00000000-0000-7000-8000-000000000000","00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000002","00000000-0000-7000-8000-000000000003","00000000-0000-7000-8000-000000000004","00000000-0000-7000-8000-000000000005","00000000-0000-7000-8000-000000000006","00000000-0000-7000-8000-000000000007","00000000-0000-7000-8000-000000000008","00000000-0000-7000-8000-000000000009","00000000-0000-7000-8000-000000000010","00000000-0000-7000-8000-000000000011","00000000-0000-7000-8000-000000000012","00000000-0000-7000-8000-000000000013","00000000-0000-7000-8000-000000000014","00000000-0000-7000-8000-000000000015","00000000-0000-7000-8000-000000000016","00000000-0000-7000-8000-000000000017","00000000-0000-7000-8000-000000000018","00000000-0000-7000-8000-000000000019","00000000-0000-7000-8000-000000000020"]}
("t"."id" IS NOT NULL AND "t"."id" IN (SELECT "value" FROM json_each(?)))
("t"."id" IS NOT NULL AND "t"."id" = ANY ($1::text[]))
-- [["00000000-0000-7000-8000-000000000000","00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000002","00000000-0000-7000-8000-000000000003","00000000-0000-7000-8000-000000000004","00000000-0000-7000-8000-000000000005","00000000-0000-7000-8000-000000000006","00000000-0000-7000-8000-000000000007","00000000-0000-7000-8000-000000000008","00000000-0000-7000-8000-000000000009","00000000-0000-7000-8000-000000000010","00000000-0000-7000-8000-000000000011","00000000-0000-7000-8000-000000000012","00000000-0000-7000-8000-000000000013","00000000-0000-7000-8000-000000000014","00000000-0000-7000-8000-000000000015","00000000-0000-7000-8000-000000000016","00000000-0000-7000-8000-000000000017","00000000-0000-7000-8000-000000000018","00000000-0000-7000-8000-000000000019","00000000-0000-7000-8000-000000000020"]]

-- {"field":"friends","op":"all","value":["00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000002"]}
(t."seq" IN (SELECT v."record_seq" FROM "things__friends" AS v WHERE "v"."value" = ?) AND t."seq" IN (SELECT v."record_seq" FROM "things__friends" AS v WHERE "v"."value" = ?))
(EXISTS (SELECT FROM "things__friends" AS v WHERE v."tenant_id" = t."tenant_id" AND v."record_id" = t."id" AND "v"."value" = $1) AND EXISTS (SELECT FROM "things__friends" AS v WHERE v."tenant_id" = t."tenant_id" AND v."record_id" = t."id" AND "v"."value" = $2))
-- ["00000000-0000-7000-8000-000000000001","00000000-0000-7000-8000-000000000002"]

-- {"field":"mails","op":"empty"}
"t"."mails" IS NULL
"t"."mails" IS NULL
-- []

-- {"field":"settings","op":"empty"}
("t"."settings" IS NULL OR "t"."settings" = '[]')
("t"."settings" IS NULL OR "t"."settings" = '[]'::jsonb)
-- []

-- {"field":"at","op":"within","value":"today"}
("t"."at" IS NOT NULL AND "t"."at" >= ? AND "t"."at" < ?)
("t"."at" IS NOT NULL AND "t"."at" >= $1 AND "t"."at" < $2)
-- [1773183600000,1773270000000]

-- {"field":"day","op":"within","value":"this_week"}
("t"."day" IS NOT NULL AND "t"."day" >= ? AND "t"."day" <= ?)
("t"."day" IS NOT NULL AND "t"."day" >= $1 AND "t"."day" <= $2)
-- ["2026-03-09","2026-03-15"]

-- {"or":[{"field":"owner","op":"eq","value":{"me":true}},{"and":[{"field":"day","op":"lt","value":"2026-01-01"},{"field":"numbers","op":"contains","value":"044"}]}]}
(("t"."owner" IS NOT NULL AND "t"."owner" = ?) OR (("t"."day" IS NOT NULL AND "t"."day" < ?) AND t."seq" IN (SELECT v."record_seq" FROM "things__numbers" AS v WHERE instr("v"."value", ?) > 0)))
(("t"."owner" IS NOT NULL AND "t"."owner" = $1) OR (("t"."day" IS NOT NULL AND "t"."day" < $2) AND EXISTS (SELECT FROM "things__numbers" AS v WHERE v."tenant_id" = t."tenant_id" AND v."record_id" = t."id" AND strpos("v"."value", $3) > 0)))
-- ["00000000-0000-7000-8000-000000000001","2026-01-01","44"]

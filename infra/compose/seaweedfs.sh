#!/bin/sh
# Starts SeaweedFS with its S3 door, one identity from the environment, and the buckets that CallScript uses.
set -eu

cat >/tmp/s3.json <<JSON
{
  "identities": [
    {
      "name": "callscript",
      "credentials": [{ "accessKey": "$S3_ACCESS_KEY", "secretKey": "$S3_SECRET_KEY" }],
      "actions": ["Admin", "Read", "Write", "List", "Tagging"]
    }
  ]
}
JSON

create_buckets() {
  for bucket in $S3_BUCKETS; do
    until echo "s3.bucket.create -name $bucket" | weed shell >/dev/null 2>&1; do sleep 1; done
  done
}
create_buckets &

exec weed server -dir=/data -ip=127.0.0.1 -ip.bind=0.0.0.0 -volume.max=0 -s3 -s3.port=8333 -s3.config=/tmp/s3.json

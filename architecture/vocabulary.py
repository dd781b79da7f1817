"""Words in labels that are evidence of a practice.

The tokens come from a study of 248 real AWS diagrams. Matching ignores case. A concept's pattern is
tried on labels, titles and notes; it is bounded text against alternations without nested repetition,
so matching is linear.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

LONGEST_LABEL_READ = 2_000
"""Characters of a label in which words are looked for; a longer label is prose, not a name."""


class Concept(StrEnum):
    """What a word in a drawing can be evidence of."""

    AUTH = "auth"
    OPEN = "open"
    API_KEY = "api_key"
    DEAD_LETTER = "dead_letter"
    TRACE = "trace"
    MONITOR = "monitor"
    THROTTLE = "throttle"
    IDEMPOTENT = "idempotent"
    ASYNC = "async"
    REQUEST = "request"
    STATIC_SITE = "static_site"
    SENSITIVE = "sensitive"
    ORIGIN_ACCESS = "origin_access"
    PRESIGNED = "presigned"
    INTERNAL = "internal"
    REPLICATE = "replicate"
    DEPLOY = "deploy"
    AUTHORIZER = "authorizer"
    ANALYST = "analyst"
    WAF = "waf"
    CDN = "cdn"
    STAFF = "staff"
    MACHINE = "machine"
    UPLOAD = "upload"
    FILE_TRANSFER = "file_transfer"
    EDGE_CODE = "edge_code"
    STEP = "step"
    LEGEND = "legend"
    DISPOSABLE = "disposable"
    FAILED = "failed"
    PLURAL = "plural"
    TEMPORARY = "temporary"
    FILTER = "filter"
    FANOUT = "fanout"
    VALIDATE = "validate"
    SCAN = "scan"
    SECRET = "secret"
    ENCRYPTED = "encrypted"
    BACKUP = "backup"
    MULTI_ZONE = "multi_zone"
    RETENTION = "retention"
    ROLLOUT = "rollout"
    PRODUCTION = "production"
    TESTING = "testing"
    CONCURRENCY = "concurrency"
    CACHE = "cache"
    POLL = "poll"
    LONG_RUNNING = "long_running"
    TRANSFORM = "transform"
    LOG = "log"
    CLEAR_TEXT = "clear_text"
    TLS = "tls"
    ADMIN_PORT = "admin_port"
    TRUST = "trust"
    RETRY = "retry"
    READ_HEAVY = "read_heavy"
    BURST = "burst"
    SIDE_EFFECT = "side_effect"
    DISASTER_RECOVERY = "disaster_recovery"
    CREDENTIALS = "credentials"
    BASTION = "bastion"
    WEB_SOCKET = "web_socket"
    ALEXA = "alexa"
    OUTCOME = "outcome"
    MOBILE = "mobile"
    GUEST = "guest"
    ROUTER = "router"
    WRITE = "write"
    WAITING = "waiting"
    DURATION = "duration"
    OUTBOX = "outbox"
    SECOND_REGION = "second_region"
    OUT_OF_SCOPE = "out_of_scope"
    LATENCY = "latency"
    SCHEDULED = "scheduled"
    REPLAY = "replay"
    PLURAL_STORES = "plural_stores"
    SERVERLESS = "serverless"
    FETCH = "fetch"
    CONSUME = "consume"
    TRANSPORT = "transport"
    ON_CALL = "on_call"
    WORLDWIDE = "worldwide"
    DELIVERY = "delivery"
    CONFIGURATION = "configuration"
    READ_ONLY = "read_only"
    SHARED_TOOLS = "shared_tools"
    ENDPOINT = "endpoint"
    JOB_STATUS = "job_status"
    BATCH_WORK = "batch_work"
    HOUSEKEEPING = "housekeeping"
    COMPLIANCE = "compliance"
    EDGE_OPTIMISED = "edge_optimised"
    ALARM = "alarm"
    LARGE_PAYLOAD = "large_payload"
    LOG_STORE = "log_store"
    ASKING = "asking"
    REMOTE_LOGIN = "remote_login"
    AUTO_SCALING = "auto_scaling"
    REDUNDANT = "redundant"
    SINGLE = "single"
    APPLIANCE = "appliance"
    WEB_TIER = "web_tier"
    APP_TIER = "app_tier"
    PRIVATE_WAY = "private_way"
    READ_BY_ALL = "read_by_all"
    KEYLESS = "keyless"
    PLATFORM_LOGIN = "platform_login"
    DEVICE = "device"


WORDS: dict[Concept, str] = {
    Concept.AUTH: r"\bjwt\b|\boauth2?\b|\boidc\b|openid|\bsaml\b|sig-?v4|iam[ _-]?auth|\baws_iam\b|authoriz|authoris|authentic|\bcognito\b|\bokta\b"
    r"|\bauth0\b|\bentra\b|azure ad\b|keycloak|\bmtls\b|mutual tls|client cert|\bsso\b|\blog ?in\b"
    r"|sign[ -]?in\b|\b(?:id|access|bearer|refresh|auth|security) ?tokens?\b|resource polic|private (?:api|endpoint)"
    r"|\bauth\b|federat[a-z]* (?:identit|log ?in|users?\b|sign|access)|(?:identity|login|user) federat",
    Concept.OPEN: r"\bno[ -]?auth|anonymous|unauthenticated|\bguest (?:access|mode)\b|\(guest\)|open access"
    r"|auth(?:orization)?\s*[:=]\s*none",
    Concept.API_KEY: r"api[ _-]?keys?\b|usage plan",
    Concept.DEAD_LETTER: r"dlq|dead.?letter|redrive|on.?failure|failure destination|poison|parking lot|maxreceivecount",
    Concept.TRACE: r"x-?ray|\btrac(?:e|es|ing)\b|\botel\b|opentelemetry|\badot\b|jaeger|zipkin|\btempo\b|honeycomb|lumigo|epsagon|thundra|datadog"
    r"|new ?relic|dynatrace|app(?:lication)? insights|service map",
    Concept.MONITOR: r"monitor|cloudwatch|\bmetrics?\b|\balarms?\b|\balert(?:s|ing)?\b|\blogs?\b|\blogging\b|dashboard|grafana|prometheus|splunk"
    r"|\belk\b|kibana|sentry|pagerduty|opsgenie|observability",
    Concept.THROTTLE: r"throttl|rate.?limit|usage plan|\bquotas?\b|\bburst\b|\b429\b",
    Concept.IDEMPOTENT: r"idempot|dedup|exactly.?once|\bfifo\b|conditional (?:write|put)",
    Concept.ASYNC: r"\basync|\bevents?\b|\btrigger|publish|subscri|\bnotif|\bstream|\bqueue|enqueue|webhook|\bemit|schedul|\bcron\b|\bdestination"
    r"|object ?(?:created|removed)|\bs3 ?: ?object|\bon upload\b"
    r"|fire.?(?:and|&|n).?forget|\bfan(?:s|ned)?.?out\b",
    Concept.REQUEST: r"\bhttps?\b|\brest\b|graphql|\bgrpc\b|\binvoke|\brequest|\bcalls?\b|\bget\b|\bpost\b|\bput\b|\bquer(?:y|ies)\b|\breads?\b",
    Concept.STATIC_SITE: r"\bstatic|\bweb ?site|\bwebsite|\bassets?\b|front.?end|\bspa\b|\bhosting\b|\bwww\b|\bhtml\b|\breact\b|\bangular\b|\bvue\b|web ?app\b|\bweb content\b",
    Concept.SENSITIVE: r"\bpii\b|\bphi\b|\bpci\b|\bgdpr\b|\bhipaa\b|\bcards?\b|payment|\bhealth\b|\bssn\b|\bpersonal\b",
    Concept.ORIGIN_ACCESS: r"\boac\b|\boai\b|origin access|private bucket|signed header|secret header|vpc origin|bucket policy",
    Concept.PRESIGNED: r"pre-?signed|scoped credential|identity pool|\bsts\b|temporary credential|\bsigned url",
    Concept.INTERNAL: r"\binternal\b|\bprivate\b|intranet|\bvpc (?:only|endpoint)\b",
    Concept.REPLICATE: r"replicat|\bsync(?:ed|s)?\b|\bmirror|\bbackup\b|cross.region copy",
    Concept.DEPLOY: r"\bdeploy|\bprovision|\bci/?cd\b|\bbuild\b|\brelease\b",
    Concept.AUTHORIZER: r"authori[sz]er|\bauth(?:entication|orization)?[ -]?(?:lambda|function|fn)\b|lambda[ -]auth|token valid",
    Concept.ANALYST: r"\banalyst|\bdba\b|\bbi\b|quicksight|tableau|\breporting\b|\breports?\b|data scientist|power ?bi|\bdashboards?\b",
    Concept.WAF: r"\bwaf\b|cloudflare|akamai|imperva|web application firewall",
    Concept.CDN: r"cloudfront|\bcdn\b|cloudflare|fastly|akamai|front door|amplify",
    Concept.STAFF: r"\badmin|\bdevelopers?\b|\bdevs?\b|\bdev ?ops\b|\boperators?\b|\bengineers?\b|\bteam\b|\bemployees?\b|\bstaff\b|back.?office",
    Concept.MACHINE: r"\bdevices?\b|\bsensors?\b|\biot\b|\bpartners?\b|\bproducers?\b|\bsystems?\b|\bservers?\b|\bagents?\b"
    r"|\bservices?\b|third.?part|\bgateways?\b|\bmachines?\b|\bsources?\b|\bcameras?\b|\bscripts?\b|\bcli\b|\bvehicles?\b",
    Concept.UPLOAD: r"\bupload|\bsftp\b|\bingest|\bimport|\bdrop",
    Concept.FILE_TRANSFER: r"\bupload|\bdownload|\bsftp\b|\bfiles?\b|\bdocuments?\b|\bimages?\b|\bvideos?\b|\bphotos?\b|\bingest|\bimport|\bdrop",
    Concept.EDGE_CODE: r"@ ?edge\b|\blayers?\b|\bextensions?\b|edge function|cloudfront function|authori[sz]er|pre.?token|\bpost.?confirm",
    Concept.STEP: r"step functions?\b|state machine|\borchestrat|\bsaga\b",
    Concept.LEGEND: r"\blegend\b|dashed|dotted",
    Concept.DISPOSABLE: r"telemetry|\bmetrics?\b|\brespon[sc]e|\breply\b|\breplies\b|\btemporary\b|\bclickstream"
    r"|\bheartbeat|\btemp[ -](?:files?|data|objects?|results?|queue|bucket)\b",
    Concept.FAILED: r"\bfail(?:ed|ure|ures|s)?\b|\berrors?\b|\brejected\b|\bundeliver",
    Concept.PLURAL: r"\bfunctions\b|\blambdas\b|\bservices\b|\binstances\b|\bmicroservices\b|\bworkers\b|\bhandlers\b|\btasks\b|\bfleet\b"
    r"|\b[x×] ?\d|\d ?[x×]\b|\(s\)",
    Concept.TEMPORARY: r"\bscoped\b|\bsts\b|assume.?role|\boidc\b|\broles?\b|temporary credential|roles anywhere",
    Concept.FILTER: r"\bfilter|\brules?\b|\bpatterns?\b|\bprefix|\bsuffix",
    Concept.FANOUT: r"enhanced.?fan.?out|\befo\b",
    Concept.VALIDATE: r"\bvalidat|\bschema|\bsignature|\bhmac\b|\bsanit|\brequest model",
    Concept.SCAN: r"\bscan|antivirus|anti.?virus|malware|clamav|moderation|rekognition|guardduty|\bsast\b|\bsca\b|\bsnyk\b|inspector|codeguru|dependabot"
    r"|sonar|trivy|quarantine",
    Concept.SECRET: r"secrets?\b|parameter store|\bvault\b|iam db auth|iam.?auth",
    Concept.ENCRYPTED: r"encrypt|\bkms\b|\bcmk\b|\bsse\b|\baes\b",
    Concept.BACKUP: r"back.?ups?\b|\bpitr\b|point.in.time|snapshot|\breplica|global table|versioning|\bvault lock",
    Concept.MULTI_ZONE: r"multi.?az\b|\bstandby\b|\breplicas?\b|\bcluster\b|\bsecondary\b|active.active",
    Concept.RETENTION: r"retention|lifecycle|glacier|\barchiv|\bttl\b|\d+ ?days?\b",
    Concept.ROLLOUT: r"canary|\blinear\b|blue.?green|codedeploy|\balias\b|weighted|rolling|\brollback",
    Concept.PRODUCTION: r"\bprod(?:uction)?\b|\blive\b",
    Concept.TESTING: r"\btest(?:s|ed|ing|ers?)?\b|\bstaging\b|\bstage\b|\bqa\b|\buat\b|\bapprov|manual gate"
    r"|pre.?prod|\bdev\b",
    Concept.CONCURRENCY: r"concurren|\bpool(?:ing|ed|er)\b|data api|rds proxy|\bproxy\b|pgbouncer"
    r"|\b(?:connection|conn|database|db|client|thread) pools?\b|\bpool size",
    Concept.CACHE: r"\bcach(?:e|es|ed|ing)\b|\bdax\b|redis|memcache|in.memory|elasticache",
    Concept.POLL: r"\bpoll(?:s|ing|er)?\b|every \d+ ?(?:s|sec|min|h)|check(?:s|ing)? status",
    Concept.LONG_RUNNING: r"\bbatch\b|\breports?\b|\bexports?\b|\btraining\b|\bminutes?\b|\bhours?\b|transcod|\brender|\bnightly\b",
    Concept.TRANSFORM: r"transform|validat|enrich|\bpars(?:e|es|er|ing)\b|business|\bcompute|\bprocess|\bconvert|\baggregat|\bcalculat|\bfilter",
    Concept.LOG: r"\blogs?\b|\blogging\b|cloudwatch|splunk|\belk\b|\bloki\b|kibana|cloudtrail",
    Concept.CLEAR_TEXT: r"\bhttp://|:80\b|\bport:? 80\b|\bhttp 80\b|\bhttp \(80\)|\bhttp/80\b|\b80/tcp\b|\btcp[ /]80\b|\bftp://|\bftp\b|\btelnet\b|plain.?text|clear.?text|\bldap://",
    Concept.TLS: r"https|\btls\b|\bmtls\b|\bssl\b|\b443\b|\bwss\b|\bacm\b|certificate",
    Concept.ADMIN_PORT: r"\bssh\b|\b22\b|\brdp\b|\b3389\b|winrm|\b5432\b|\b3306\b|\b1433\b|\b6379\b|\b27017\b",
    Concept.TRUST: r"assume.?role|resource policy|\bram\b|private.?link|vpc endpoint|bus policy|bucket policy|cross.?account role|\bpeering\b",
    Concept.RETRY: r"\bretr(?:y|ies)\b|back.?offs?\b|circuit.?breaker|\btimeout|\bbisect|max(?:imum)? age|checkpoint",
    Concept.READ_HEAVY: r"read.?heavy|\bcatalog|\bsearch\b|\blist(?:s|ing|ings)?\b|\blook.?ups?\b|reference data",
    Concept.BURST: r"\bbulk\b|\bbatch|\bburst|telemetry|click.?stream|\biot\b|\bspik",
    Concept.SIDE_EFFECT: r"\bpay(?:ment|ments|out)?\b|\be-?mails?\b|\bses\b|\bsms\b|\berp\b|\bledger\b|\bbilling\b|\bcharge|\binvoice|stripe|paypal",
    Concept.DISASTER_RECOVERY: r"multi.?region|\bdr\b|disaster|fail.?over|active.active|active.passive|99\.99",
    Concept.CREDENTIALS: r"access.?keys?\b|iam user|static credential|\bakia[0-9a-z]|long.?lived (?:credential|key|token|secret)",
    Concept.BASTION: r"bastion|\bjump(?:box| ?host| ?server)?\b",
    Concept.OUTCOME: r"\bsuccess|\bfail|\berror|\bon error|\bcompensat|\brollback|\bcatch\b|\bchoice\b|\byes\b|\bno\b|\bnext\b",
    Concept.ALEXA: r"\balexa\b|\bskills? kit\b|\bamazon echo\b|\becho (?:dot|show|devices?)\b",
    Concept.MOBILE: r"\bmobile\b|\bios\b|\bandroid\b|\biphone\b|\bsmart ?phone\b|\bflutter\b|react native|\bphone\b|\btablet\b",
    Concept.WEB_SOCKET: r"web.?sockets?\b|\bwss?\b|\bsubscri|call.?back|\bjob id\b",
    Concept.GUEST: r"unauthenticated|\banonymous|guest (?:access|role|identit|credential|mode|users? allowed)|\ballow(?:s|ed)? guests|\(guest\)",
    Concept.ROUTER: r"\bproxy\b|\broute[rs]?\b|\brouting\b|\bbff\b|graphql|resolver|dispatch|\bgateway\b|fa[cç]ade|orchestrat|\bmonolith|\bbackend\b",
    Concept.WRITE: r"\bwrit(?:e|es|ing)\b|\bsav(?:e|es|ing)\b|\bstor(?:e|es|ing)\b|\binsert|\bupdat|\bpersist|\bputs?\b|\bupsert|\brecords? (?:in|to)\b",
    Concept.WAITING: r"\bsynchron|\bwaits?\b|\bwaiting\b|\bblocking\b",
    Concept.DURATION: r"\d ?min(?:ute)?s?\b|\d ?hours?\b|\d ?hrs?\b|long.?running",
    Concept.OUTBOX: r"\boutbox\b|\bcdc\b|change (?:data|stream)|\bsaga\b|debezium|\btransact[ _-]?write"
    r"|\btransactional|\b(?:one|single|same|acid|database|db) transaction\b|\bin an? transaction\b",
    Concept.SECOND_REGION: r"multi.?region|cross.?region (?:repl|copy|fail|back|recover)|\bdr\b|disaster.?recovery|regional fail.?over",
    Concept.OUT_OF_SCOPE: r"\b(?:an)?other (?:teams?|systems?|accounts?|services?|applications?|apps?)\b|\bexternal\b|\bdownstream\b|\bupstream\b|third.?part"
    r"|\blegacy\b|out of scope",
    Concept.LATENCY: r"\bp9[059]\b|\bsla\b|\d ?ms\b|\blatency\b",
    Concept.SCHEDULED: r"\bcron|\bschedul|\bnightly\b|\bdaily\b|\bhourly\b|\bweekly\b|\bevery \d",
    Concept.REPLAY: r"\barchiv|\breplay",
    Concept.PLURAL_STORES: r"\bbuckets\b|\bqueues\b|\btopics\b|\btables\b|\blambdas\b|\bfunctions\b",
    Concept.SERVERLESS: r"serverless|\bdata api\b|\bdsql\b",
    Concept.FETCH: r"\breads?\b|\bget\b|\bgets\b|\bfetch|\bdownload|\bquer(?:y|ies)\b|\blists?\b|\breceiv|\bdelet|\bconsum|\back\b",
    Concept.CONSUME: r"\bconsum(?:e|es|ed|ing)\b|\bpoll(?:s|ed|ing)?\b|\bdequeues?\b|\b(?:receives?|reads?|takes?|pulls?) (?:from|messages?|records)\b"
    r"|\bget records\b|\bsubscribe to shard\b",
    Concept.TRANSPORT: r"\bforward|\bsend|\bpush|\bpublish|\benqueue|\broute|\brelay|\bdispatch|\bstart|\bput\b|\bproducer\b"
    r"|\bbridge\b|\bproxy\b|\bshipper\b|\bemit|\bbroadcast",
    Concept.ON_CALL: r"pager ?duty|ops ?genie|\bslack\b|\bteams\b|e-?mail|\bsms\b|on[ -]?call|chat ?ops|chatbot|notif|\bsns\b|victor ?ops"
    r"|telegram|incident|service ?now|\bremediat|auto.?scal|scale.?(?:out|in|up|down)\b",
    Concept.WORLDWIDE: r"\bglobal|world.?wide|international|multi.?region|all regions",
    Concept.DELIVERY: r"code ?pipeline|code ?build|code ?deploy|code ?commit|github|gitlab|bitbucket|jenkins|circle ?ci|\bargo|\bsam\b|\bcdk\b|cloud ?formation|terraform|pulumi"
    r"|\bci/?cd\b|pipelines?\b|serverless framework|\bamplify\b|azure devops|cloud build|\bgit\b|\bdeploy|infrastructure as code|\biac\b|ansible|\bhelm\b",
    Concept.CONFIGURATION: r"parameter store|app ?config|config(?:uration)? (?:server|service|store|map)|feature.?(?:flag|toggle)|launch ?darkly"
    r"|\bssm\b|secrets? manager|\bconsul\b|key vault",
    Concept.READ_ONLY: r"read.?only|anonymi[sz]|\bmask(?:ed|ing)?\b|replica|\bcopy\b|\bclone|refresh|\brestor|\bsubset\b",
    Concept.SHARED_TOOLS: r"\bshared\b|\bcommon\b|observab|\btool|artifact|artefact|\blogs?\b|\blogging\b|terraform"
    r"|back.?up|\btemplates?\b|\bmanagement\b|\bcentral|monitor|legend|supporting|cross.?cutting",
    Concept.ENDPOINT: r"\bvpc ?endpoint|private.?link|gateway endpoint|interface endpoint|\bvpce\b|\bendpoints\b",
    Concept.JOB_STATUS: r"until (?:it |the job )?(?:is )?(?:done|ready|complete|finish)|job status|describe ?jobs?\b|get ?job\b",
    Concept.BATCH_WORK: r"\bbatch (?:job|process|server|host|instance|worker)|\breport (?:job|generator|server|worker)"
    r"|every (?:minute|hour|day|night|week)|\bcron|\bnightly\b",
    Concept.HOUSEKEEPING: r"house.?keep|clean.?up|\bcleaner|\bpurge|\bwarm(?:er|up|ing)?\b"
    r"|\bprun(?:e|er|ing)\b|garbage|\bexpir|keep.?alive|\bping\b",
    Concept.COMPLIANCE: r"complian|\begress|inspect|\bregulat|\bhipaa\b|\bpci\b|on.?prem|\bpeer(?:ed|ing)\b|private (?:api|service|endpoint)|internal (?:api|service)"
    r"|\bstatic ip|\bfixed ip|allow.?list|whitelist",
    Concept.EDGE_OPTIMISED: r"edge.?optimi[sz]",
    Concept.ALARM: r"\balarms?\b|\balerts?\b|\balerting\b|\balert ?manager\b",
    Concept.LARGE_PAYLOAD: r"\bupload|\blarge (?:files?|payloads?|documents?|videos?|images?)"
    r"|\bpost (?:an? |the )?(?:files?|images?|videos?|photos?|documents?)\b|\bsend (?:an? |the )?(?:files?|images?|videos?|photos?|documents?)\b",
    Concept.LOG_STORE: r"\blogs?\b|\blogging\b",
    Concept.ASKING: r"\bpoll|\bget\b|\bfetch|\brefresh|\bcheck|\bstatus\b|\bquery\b|\bqueries\b|\bread",
    Concept.REMOTE_LOGIN: r"\bssh\b|\brdp\b|winrm|\btelnet\b|remote desktop|\bport 22\b|:22\b|\b22/tcp\b|\btcp.22\b|\b3389\b|\b5432\b|\b3306\b"
    r"|\b1433\b|\b6379\b|\b27017\b",
    Concept.AUTO_SCALING: r"auto.?scal|\basgs?\b|scale set|\bvmss\b|beanstalk|instance group|karpenter|node ?group|spot fleet|ec2 fleet",
    Concept.REDUNDANT: r"redundan|back.?up|fail.?over|\bdual\b|\bsecondary\b|resilien|active.active|active.passive|high avail|\bpair\b|\bboth\b"
    r"|\btwo\b|\b2 ?[x×]|[x×] ?2\b",
    Concept.SINGLE: r"\bsingle (?:instance|server|node|vm|host|target|ec2)|\bonly one\b|\bone (?:instance|server|node|vm|host)\b|\bsingle.az\b",
    Concept.APPLIANCE: r"appliance|licen[cs]e|firewall|\bproxy\b|\bnat\b|\bvpn\b|\brouter\b|directory|domain controller|jenkins|ansible"
    r"|\bmonitor|gitlab|\brunner|\bbuild\b|workstation|\bs?ftp\b|\badmin|management|\bagents?\b|bastion|\bjump|\btools?\b|\btest",
    Concept.WEB_TIER: r"\bweb (?:server|tier|layer|instance|front|node|host)|\bweb-?server|presentation (?:tier|layer)|front.?end",
    Concept.APP_TIER: r"\bapp (?:server|tier|layer|instance|node|host|logic)|\bapplication (?:server|tier|layer|instance|node|host|logic)"
    r"|\bapp-?server|business (?:tier|layer|logic)|logic (?:tier|layer)|back.?end",
    Concept.PRIVATE_WAY: r"\bvpn\b|session manager|\bssm\b|instance connect|private.?link|direct connect|bastion|\bjump|tunnel|tailscale|zero trust"
    r"|\biap\b|\binternal\b|intranet|corporate|on.?prem",
    Concept.READ_BY_ALL: r"replica|\breport|\bsessions?\b|read.?only|\bcach(?:e|es|ed|ing)\b|\bsearch\b|\blogs?\b|\blogging\b",
    Concept.KEYLESS: r"session manager|\bssm\b|instance connect|\beice\b|systems manager",
    Concept.PLATFORM_LOGIN: r"\biap\b|identity.?aware|easy.?auth|identity platform|managed identit|function keys?\b|\brequires? login",
    Concept.DEVICE: r"\bdevices?\b|\bsensors?\b|\biot\b|\bcameras?\b|\bvehicles?\b",
}

HOMONYMS: dict[Concept, str] = {
    Concept.AUTH: r"authori[sz](?:e|es|ed|ing|ation)?[ _-]?(?:the |an? |of )?"
    r"(?:payment|card|charge|transaction|order|loan)s?"
    r"|(?:payment|card|charge|transaction|loan)s?[ _-]?authori[sz](?:ation|ed|es?)\b|authenticity"
    r"|authenticat(?:e|es|ed|ing|ion)[ _-](?:the |an? |of )?(?:artwork|item|product|document|painting|ticket)s?"
    r"|(?:visitor|guest|attendance|class)[ _-]?sign[ _-]?in",
    Concept.OPEN: r"guest[ _-]access[ _-](?:api|card|key|code|portal|service|request)s?"
    r"|open[ _-]access[ _-](?:api|journal|article|publication)s?"
    r"|anonymous[ _-](?:tip|report|donation|survey|complaint)s?",
    Concept.DEAD_LETTER: r"poison[ _-](?:case|control|cent(?:er|re)|report)s?"
    r"|parking[ _-]lots?[ _-](?:entr|occupanc|space|sensor|gate|booking|reservation|payment|exit|event|status)\w*",
    Concept.TRACE: r"track[ _-]*(?:&|and|n)[ _-]*trac(?:e|ing)|contact[ _-]?trac(?:e|es|ing)"
    r"|trac(?:e|es|ing)[ _-]?(?:parcel|shipment|order|package|contact|origin|item|batch)(?:e?s)?\b"
    r"|tempo[ _-](?:analy[sz]er|track)\w*",
    Concept.THROTTLE: r"(?:fishing|sales|import|export|milk|catch)[ _-]quotas?|burst[ _-](?:pipe|main)s?",
    Concept.SECOND_REGION: r"demand[ _-]response"
    r"|\bdr\.?[ _-](?:contract|event|schedule|offer|program(?:me)?|appointment|visit|smith)s?",
    Concept.STAFF: r"(?:tour|transport|network|mobile|grid|bus|taxi|train|ferry)[ _-]operators?"
    r"|team[ _-](?:supporter|fan|player|follower)s?",
    Concept.ANALYST: r"(?:citizen|resident|user|customer|passenger)s?[ _-]report(?:s|ing)",
    Concept.TESTING: r"approv(?:e|es|ed|al|als|ing)?[ _-]?(?:the |an? |of )?"
    r"(?:loan|credit|order|payment|expense|claim|invoice|purchase|leave|workflow|process|service|api)s?"
    r"|(?:loan|credit|order|payment|expense|claim|invoice|purchase|leave)s?[ _-]?approv(?:e|ed|er|als?)?\b"
    r"|\btests?[ _-]?(?:result|score|cent(?:er|re)|drive|taker)s?|(?:blood|lab|covid|pcr|speed)[ _-]?tests?\b"
    r"|\bstages?[ _-]?\d|\bdev[ _-]portal",
    Concept.OUTBOX: r"transactional (?:e-?mail|mail|message|sms)s?",
}
"""What reads like a word of the concept and is the business: a payment is authorised, a loan is approved."""


@cache
def _pattern(concept: Concept) -> re.Pattern[str]:
    return re.compile(WORDS[concept], re.IGNORECASE)


@cache
def _homonym(concept: Concept) -> re.Pattern[str] | None:
    return re.compile(HOMONYMS[concept], re.IGNORECASE) if concept in HOMONYMS else None


@lru_cache(maxsize=65_536)
def _found(concept: Concept, text: str) -> str | None:
    homonym = _homonym(concept)
    match = _pattern(concept).search(homonym.sub(" ", text) if homonym else text)
    return match.group(0) if match else None


def mention(concept: Concept, text: str) -> str | None:
    """The first word in `text` that is evidence of `concept`, or None.

    Underscores and camel case separate words, so that `OrdersDLQ` and `auth_token` are read as people do.
    """
    if not text:
        return None
    text = text[:LONGEST_LABEL_READ]
    return _found(concept, text) or _found(concept, spoken(text))


@lru_cache(maxsize=65_536)
def spoken(text: str) -> str:
    """`OrdersDLQ_v2` as words: `Orders DLQ v2`."""
    return spoken_all(text)


def spoken_all(text: str) -> str:
    """The same for a long text, which no cache should keep."""
    text = re.sub(r"([a-z0-9])(?=[A-Z])", r"\1 ", text)
    text = re.sub(r"([A-Z])(?=[A-Z][a-z])", r"\1 ", text)
    return re.sub(r"[_\s]+", " ", text)

//! Words that say what sort of gathering, in languages beside English: what `words.rs` has of them stands there already.
//!
//! In scripts other than Latin a word is found wherever it stands, so what is listed of them is long enough to be no part of
//! another word, and is the part of it that all its cases share.

use hobnob_domain::EventKind;

/// Words by kind.
pub(super) const WORDS: &[(EventKind, &str)] = &[
    (
        EventKind::Hackathon,
        "해커톤|경진대회|공모전|개발대회|창작대회|아이디어톤|黑客松|黑客马拉松|駭客松|黑客馬拉松|แฮกกาธอน|แฮกกะธอน|maratona de programação|hackatón|\
         хакатон|האקתון|هاكاثون",
    ),
    (EventKind::Unconference, "アンカンファレンス|언컨퍼런스|анконференци|desconferencia|desconferência"),
    (
        EventKind::CareerFair,
        "채용박람회|채용 박람회|취업박람회|채용설명회|채용 설명회|招聘会|就業博覽會|就職フェア|合同説明会|ярмарка вакансий|день карьеры|\
         ярмарок вакансій|targi pracy|feira de empregos|feira de carreiras|forum de l emploi|fiera del lavoro|veletrh práce",
    ),
    (
        EventKind::Webinar,
        "웨비나|온라인 세미나|オンラインセミナー|オンライン講座|在线研讨会|線上研討會|線上講座|直播|вебінар|เว็บบินาร์|seminario web|\
         webináře|webinář|webináriu|webinário|webinarium|webinaari|webinario|webbinarium|webconférence",
    ),
    (
        EventKind::Mentoring,
        "멘토링|メンタリング|导师|導師|менторств|менторинг|mentoraggio|mentoringu|mentorlük|sesja mentoringowa",
    ),
    (
        EventKind::StudyGroup,
        "스터디|読書会|会読|学ぶ会|輪読会|读书会|讀書會|книжный клуб|книжковий клуб|lesekreis|buchclub|club de lecture|club de lectura|\
         clube de leitura|clube do livro|klub de lecture|groupe d étude|grupo de lectura|okuma grubu|klub książki|bokcirkel|bokklubb",
    ),
    (
        EventKind::Course,
        "부트캠프|강의|교육|과정|특강 시리즈|아카데미|アカデミー|ブートキャンプ|講習会|入門講座|训练营|訓練營|课程|課程|培训|培訓|อบรม|\
         kursus|kursen|grundkurs|aufbaukurs|lehrgänge|weiterbildung|minicurso|treinamento|imersão|formação|formación|corso|\
         szkolenie|szkolenia|školení|skoleni|eğitimi|eğitim programı|cursus|opleiding|utbildning|opplæring|koulutus|képzés|\
         tanfolyam|pelatihan|khóa học|школа разработ|буткемп|онлайн курс",
    ),
    (
        EventKind::Workshop,
        "워크숍|워크샵|핸즈온|세미나|ハンズオン|セミナー|体験会|作ってみよう|入門|工作坊|研讨会|研討會|เวิร์คช็อป|เวิร์กช็อป|เวิร์คชอป|เวิร์กชอป|สัมมนา|\
         мастер класс|майстер клас|семинар|семінар|практикум|ateliers|atelier pratique|talleres|oficinas|laboratorio|\
         laboratório|initiation|warsztat|warsztaty|warsztatów|warsztatach|dílna|workshopy|atölye|atölyesi|werkplaats|workshopok|műhely|työpaja|verksted|verkstad|lokakarya|\
         seminario|seminário|seminarium|seminarie|seminer|semineri|seminaari|séminaire|szeminárium|seminář",
    ),
    (
        EventKind::Conference,
        "컨퍼런스|콘퍼런스|파이콘|서밋|심포지엄|심포지움|포럼|개발자 대회|박람회|シンポジウム|サミット|フォーラム|开发者大会|開發者大會|开发大会|技术大会|\
         科技大会|创新大会|用户大会|全栈大会|前端大会|软件大会|产业大会|峰会|高峰會|年会|年會|论坛|論壇|เสวนาใหญ่|การประชุม|конференци|конференці|\
         саммит|самміт|форум|симпозиум|tagung|fachtagung|jahrestagung|fachkongress|convegno|colloque|coloquio|jornadas|\
         simpósio|simposio|sympozjum|konferencje|konferencji|kongres|kongresu|konferenci|konferans|konferansı|zirve|zirvesi|\
         kongresi|congres|konferens|konferansen|konferenssi|konferenciája|konferencija|konferencije|conferință|conferinta|\
         hội thảo|hội nghị|konferensi",
    ),
    (
        EventKind::Meetup,
        "lt会|lt大会|もくもく会|月例会|交流会|밋업|모임|소모임|데브톡|沙龙|沙龍|聚会|聚會|小聚|มีตอัพ|มีทอัพ|митап|мітап|встреча|встречи|зустріч|\
         encuentros|encontros|rencontres|quedada|kedada|incontro|incontri|spotkanie|spotkania|setkání|sraz|srazy|buluşma|\
         buluşması|bijeenkomst|träff|träffen|treff|sammenkomst|tapaaminen|tapaamiset|találkozó|întâlnire|kopdar|kopi darat|\
         usergroup treffen|anwendertreffen|regionalgruppe",
    ),
    (
        EventKind::Social,
        "네트워킹|懇親会|飲み会|送別会|歓迎会|打ち上げ|ランチ会|вечеринка|афтепати|netzwerkabend|netzwerktreffen|sommerfest|grillabend|umtrunk|\
         neujahrsempfang|empfang|petit déjeuner|pique nique|apéritif|aperitivo|happy hours|confraternização|bière|bières|\
         cervezas|pubkveld|pub quizz",
    ),
    (
        EventKind::Talk,
        "특강|강연|토크콘서트|講演会|講演|讲座|講座|演讲|演講|เสวนา|บรรยาย|лекция|лекции|лекція|лекторий|панельная дискуссия|podiumsdiskussion|\
         vorlesung|ringvorlesung|vorträge|table ronde|mesa redonda|tavola rotonda|roda de conversa|bate papo|palestras|charlas|\
         ponencia|conversatorio|conversación|wykład|prelekcja|přednáška|přednášky|söyleşi|söyleşisi|lezing|lezingen|föreläsning|\
         foredrag|luento|előadás|diskussionsabend",
    ),
];

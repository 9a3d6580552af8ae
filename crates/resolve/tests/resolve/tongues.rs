//! Niches by the words that people have for them in their own languages.

use hobnob_resolve::Text;

use crate::sample::RESOLVER;

fn named(name: &str) -> Vec<&'static str> {
    let found = RESOLVER.classify(&Text { name, ..Text::default() });
    found.niches.iter().map(|(niche, _)| niche.slug()).collect()
}

#[test]
fn niches_are_told_in_many_languages() {
    for (name, niche) in [
        ("Künstliche Intelligenz im Mittelstand", "ai"),
        ("IA générative : atelier", "generative-ai"),
        ("Datenschutz für Vereine", "data-governance"),
        ("Jornada de ciberseguridad", "security"),
        ("機械学習の基礎", "machine-learning"),
        ("第12回機械学習勉強会", "machine-learning"),
        ("생성형 AI 세미나", "generative-ai"),
        ("인공지능을 위한 수학", "ai"),
        ("Yapay Zeka Zirvesi", "ai"),
        ("Основы машинного обучения", "machine-learning"),
        ("Штучний інтелект в освіті", "ai"),
        ("Kyberbezpečnost pro školy", "security"),
        ("Sztuczna inteligencja w praktyce", "ai"),
        ("Intelligenza artificiale e scuola", "ai"),
        ("Cyberbeveiliging in de zorg", "security"),
        ("Banco de dados na prática", "databases"),
        ("Aprendizado de máquina", "machine-learning"),
        ("Öppen källkod i kommunen", "open-source"),
        ("网络安全论坛", "security"),
        ("开源之夏", "open-source"),
        ("사이버 보안 포럼", "security"),
        ("Siber güvenlik buluşması", "security"),
        ("Software libre en la escuela", "open-source"),
        ("Blockchain и криптовалюты", "blockchain"),
        ("Programování pro děti", "software-development"),
        ("Rust勉強会", "rust"),
        ("Go言語もくもく会", "go"),
        ("Pythonもくもく会 #3", "python"),
        ("生成AI活用セミナー", "generative-ai"),
    ] {
        assert!(named(name).contains(&niche), "{name}: {:?}", named(name));
    }
}

#[test]
fn what_only_looks_like_such_a_word_is_none() {
    for name in ["クラウドファンディング説明会", "Nube sobre la ciudad: poesía", "Soirée jeux de société", "料理教室"]
    {
        assert_eq!(named(name), Vec::<&str>::new(), "{name}");
    }
}

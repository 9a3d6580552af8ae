use super::*;
use scraper::Html;

/// The tree as `name(child child)`, text as `'…'`.
fn outline(html: &str) -> String {
    let tree = Tree::of(html);
    let mut out = String::new();
    let mut ends: Vec<usize> = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        while ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
            out.push(')');
        }
        match node.name {
            Some(name) => {
                out.push_str(&format!("{name}("));
                ends.push(node.end);
            }
            None => out.push_str(&format!("'{}'", node.text)),
        }
    }
    ends.iter().for_each(|_| out.push(')'));
    out
}

#[test]
fn ends_that_are_missing_are_where_browsers_put_them() {
    assert_eq!(outline("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"), "ul(li('a')li('b'ul(li('c')))li('d'))'e'");
    assert_eq!(outline("<p>a<p>b<div>c</div>d"), "p('a')p('b')div('c')'d'");
    assert_eq!(outline("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt('a')dd('b')dt('c'))");
    assert_eq!(outline("<table><tr><td>a<td>b<tr><td><p>c</table>d"), "table(tr(td('a')td('b'))tr(td(p('c'))))'d'");
    assert_eq!(outline("<select><option>a<option>b</select>"), "select(option('a')option('b'))");
}

#[test]
fn elements_without_content_hold_nothing() {
    assert_eq!(outline("<p>a<br>b<img src=x>c<meta content=y></p>d"), "p('a'br()'b'img()'c'meta())'d'");
    assert_eq!(outline("<svg><path d=1/><g/></svg><span/>a"), "svg(path()g())span('a')");
}

#[test]
fn ends_in_the_wrong_order_end_what_they_can() {
    assert_eq!(outline("<div><span>a</div>b</span>c"), "div(span('a'))'b''c'");
    assert_eq!(outline("<div><p>a</span>b</p></div>"), "div(p('a''b'))");
    assert_eq!(outline("<div><table><tr><td>a</div>b</td></tr></table></div>"), "div(table(tr(td('a''b'))))");
}

#[test]
fn a_heading_ends_the_one_that_it_begins_in() {
    assert_eq!(outline("<h2>a<H3>b</H3>c"), "h2('a')H3('b')'c'");
    assert_eq!(outline("<h2>a<span><h3>b"), "h2('a'span(h3('b')))");
}

#[test]
fn what_is_no_markup_is_no_element() {
    assert_eq!(outline("a<!-- <p> --><!DOCTYPE x><?php x ?></ >b < c"), "'a''b ''<'' c'");
    assert_eq!(
        outline("<script>'<p>'</script><title>a<b></title><template><p>x</template>"),
        "script()title('a<b>')template()"
    );
    assert_eq!(outline("<style>p{}"), "style()");
}

#[test]
fn text_is_decoded_and_lines_stay_apart() {
    let tree = Tree::of("<div>R&amp;D<br>one<p>two</p><script>x</script><b>th</b>ree</div>");
    let div = tree.elements().next().unwrap();
    assert_eq!(div.text(), "R&D\none\ntwothree");
    assert_eq!(div.inner_html(), "R&amp;D<br>one<p>two</p><script>x</script><b>th</b>ree");
}

#[test]
fn depth_attributes_and_nodes_are_bounded() {
    let deep = "<div>".repeat(100_000);
    let tree = Tree::of(&deep);
    assert_eq!((tree.nodes.len(), tree.is_cut()), (100_000, false));
    let wide = format!("<a {}>x</a>", "a=1 ".repeat(100_000));
    assert_eq!(Tree::of(&wide).elements().next().unwrap().text(), "x");
    let many = "<p>x</p>".repeat(150_000);
    let tree = Tree::of(&many);
    assert_eq!((tree.nodes.len(), tree.is_cut()), (200_000, true));
    let raw = "<title>".repeat(100_000);
    assert_eq!(Tree::of(&raw).nodes.len(), 100_000);
    let crossed = format!("{}{}", "<i>".repeat(100_000), "</b>".repeat(100_000));
    assert_eq!(Tree::of(&crossed).nodes.len(), 100_000);
}

#[test]
fn text_of_texts_is_bounded_in_all() {
    let page = format!("{}{}", "<i class=a>".repeat(500), "x".repeat(60_000));
    let tree = Tree::of(&page);
    let total: usize = tree.elements().map(|element| element.text().len()).sum();
    assert!(total <= page.len() * LOOKS_PER_BYTE + 64 * 1024 + 60_000, "{total}");
}

proptest::proptest! {
    #[test]
    fn any_page_is_a_tree(page in "(<|>|\"|'|=|!|-|/|script|title|p|li|td|svg|é|&amp;| ){0,60}") {
        let tree = Tree::of(&page);
        for element in tree.elements() {
            proptest::prop_assert!(element.end() > element.at() && element.end() <= tree.nodes.len());
            let _ = (element.text(), element.inner_html());
        }
    }

    #[test]
    fn browsers_see_the_same_elements_around_each_text(parts in proptest::collection::vec(0_usize..24, 0..24)) {
        const PIECES: [&str; 24] = ["<div class=a>", "</div>", "<p>", "</p>", "<ul><li>", "</li>", "<li>", "</ul>", "<span>", "</span>", "text", "<br>",
            "<section>", "</section>", "<article>", "</article>", "<h2>", "</h2>", "<img src=x>", "<!-- c -->", "<time datetime=1>", "</time>", "<dl><dt>", "</dl>"];
        let page: String = parts.iter().map(|part| PIECES[*part]).collect();
        let well_formed = {
            let mut open: Vec<&str> = Vec::new();
            parts.iter().all(|part| match *part {
                0 | 2 | 8 | 12 | 14 | 16 | 20 => { open.push(PIECES[part + 1].trim_matches(['<', '/', '>'])); true }
                1 | 3 | 9 | 13 | 15 | 17 | 21 => open.pop() == Some(PIECES[*part].trim_matches(['<', '/', '>'])),
                10 | 11 | 18 | 19 => true,
                _ => false,
            }) && !page.contains("<p>")
        };
        if well_formed {
            let html = Html::parse_fragment(&page);
            let seen: Vec<String> = html.root_element().descendent_elements().skip(1).map(|e| format!("{} {}", e.value().name(), e.text().collect::<String>())).collect();
            let tree = Tree::of(&page);
            let ours: Vec<String> = tree.elements().map(|e| format!("{} {}", e.name(), e.text().replace('\n', ""))).collect();
            proptest::prop_assert_eq!(ours, seen);
        }
    }
}

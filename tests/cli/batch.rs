//! A file of withdrawals at the command line, against the sandbox.

use crate::paykassma::play;
use crate::place::{Place, Served};

const TITLES: &str = "payment_system,amount,currency_code,label,is_test,account_number,comment\n";

pub fn write(place: &Place, name: &str, lines: &[&str]) {
    std::fs::write(place.path(name), format!("{TITLES}{}\n", lines.join("\n"))).unwrap();
}

pub const THREE: [&str; 3] = [
    "paytm,100,INR,user-1,false,9876541001,",
    "paytm,200,INR,user-2,false,9876541002,October",
    "paytm,300,INR,user-3,true,9876541003,",
];

fn run(place: &Place, flags: &str) -> crate::place::Ended {
    place.run(&format!("paykassma withdrawal batch {flags}"))
}

#[test]
fn a_file_is_checked_line_by_line_and_nothing_is_sent() {
    let sandbox = Served::start("");
    let place = play(&sandbox);
    write(&place, "bad.csv", &[THREE[0], "paytm,105,INR,x,maybe,98765,", "=1+1", THREE[0]]);
    let checked = run(&place, "bad.csv --check -o json")
        .with(1)
        .says("2 with faults")
        .says("Without the lines that have faults: INR 200.00 in 2 withdrawals");
    let rows = checked.json();
    let standing: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["standing"].as_str().unwrap()).collect();
    assert_eq!(standing, ["open", "faulty", "faulty", "open"]);
    assert_eq!(rows[1]["line"], 3);
    assert_eq!(rows[3]["words"], "pays the same as line 2");
    assert!(!checked.out.contains("9876541001"), "{}", checked.out);
    write(&place, "tests.csv", &THREE);
    let rows = run(&place, "tests.csv --check -o json").with(0).json();
    assert_eq!([0, 1, 2].map(|line: usize| rows[line]["words"].as_str().unwrap()), ["", "", "TEST"]);
    run(&place, "bad.csv --yes --lines 4").with(1).says("nothing was sent: 2 of 4 lines have faults");
    run(&place, "none.csv --check").with(2).says("cannot read none.csv");
    std::fs::write(place.path("wrong.csv"), "amount,note\n1,2\n").unwrap();
    run(&place, "wrong.csv --check").with(2).says("no such column: note");
}

#[test]
fn it_is_sent_once_by_its_figures_and_never_by_chance_again() {
    let sandbox = Served::start("--speed 600");
    let place = play(&sandbox);
    write(&place, "a.csv", &THREE);
    run(&place, "a.csv").with(2).says("add --yes --lines 3");
    run(&place, "a.csv --yes").with(2);
    run(&place, "a.csv --yes --lines 2").with(2).says("lines: 3 (--lines 3)");
    run(&place, "a.csv --resume --yes --lines 3").with(2).says("never begun here");
    run(&place, "a.csv --read-only --yes --lines 3").with(2).says("read-only");
    let sent =
        run(&place, "a.csv --yes --lines 3 --rate 600 -o json").with(0).says("3 done").says("1 of the lines is a test");
    assert!(sent.json().as_array().unwrap().iter().all(|row| row["standing"] == "done"), "{sent:?}");
    assert!(!sent.said.contains("9876541001"));
    run(&place, "a.csv --yes --lines 3").with(2).says("this file was begun before");
    run(&place, "a.csv --resume --yes --lines 3").with(0).says("nothing is left to send");
    let journal = place.run("journal list --all -o json").with(0).json();
    assert_eq!(journal.as_array().unwrap().len(), 3);
}

#[test]
fn a_mended_file_pays_what_is_new_and_a_whole_one_once_more_by_its_name() {
    let sandbox = Served::start("--speed 600");
    let place = play(&sandbox);
    write(&place, "a.csv", &THREE);
    run(&place, "a.csv --yes --lines 3 --rate 600").with(0);
    // Another remark is no other payout.
    write(
        &place,
        "b.csv",
        &[THREE[0], "paytm,200,INR,user-2,false,9876541002,November", "paytm,310,INR,user-3,true,9876541003,"],
    );
    run(&place, "b.csv --yes --lines 3").with(2).says("lines: 1 (--lines 1)");
    run(&place, "b.csv --yes --lines 1 --rate 600")
        .with(0)
        .says("2 lines were sent already")
        .says("1 done")
        .says("2 left out");
    run(&place, "b.csv --resume --yes --lines 2 --accept-repeats 3").with(2);
    run(&place, "b.csv --resume --yes --lines 2 --accept-repeats 2 --rate 600").with(0).says("2 done");
    let name = run(&place, "a.csv --yes --lines 3").with(2).said;
    let name = name.split("--again ").nth(1).unwrap().trim().to_owned();
    run(&place, "a.csv --again 00000000 --yes --lines 3").with(2).says(&name);
    // What the mended file has sent stays out of that too, unless it is wanted.
    run(&place, &format!("a.csv --again {name} --yes --lines 3")).with(2).says("2 lines were sent already");
    run(&place, &format!("a.csv --again {name} --accept-repeats 2 --yes --lines 3 --rate 600"))
        .with(0)
        .says("ONCE MORE")
        .says("3 done");
    let name = format!("{name}-2");
    run(&place, "a.csv --resume --yes --lines 1").with(0).says("nothing is left to send");
    run(&place, "a.csv --yes --lines 3").with(2).says(&format!("--again {name}"));
}

#[test]
fn an_insufficient_balance_pauses_it() {
    let sandbox = Served::start("");
    let place = play(&sandbox);
    let much = "paytm,900000000,INR,user-1,false,9876541001,";
    write(&place, "a.csv", &[much, THREE[1]]);
    run(&place, "a.csv --yes --lines 2 --rate 600").with(1).says("Insufficient balance").says("1 refused");
    let on = run(&place, "a.csv --resume --yes --lines 1 --rate 600").with(0);
    assert!(on.said.contains("1 done"), "{on:?}");
}

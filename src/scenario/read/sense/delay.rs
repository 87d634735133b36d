//! What contradicts itself in a delay.

use super::super::super::format::{Delay, Latency, Percentiles};
use super::super::Fault;
use super::Site;

pub(super) fn look(delay: &Delay, site: &Site<'_>, out: &mut Vec<Fault>) {
    match delay {
        Delay::Head(latency) => look_at(latency, site, out),
        Delay::Moments(moments) => {
            let parts = [("head", &moments.head), ("body", &moments.body), ("chunk", &moments.chunk)];
            for (key, latency) in parts {
                if let Some(latency) = latency {
                    look_at(latency, &site.join(key), out);
                }
            }
            if moments.chunk_size.is_some_and(|size| size.0 == 0) {
                out.push(
                    site.join("chunk-size").value("chunks of no bytes never end").with_help("write `chunk-size: 1KiB`"),
                );
            } else if moments.chunk_size.is_some() && moments.chunk.is_none() {
                let fault = site.join("chunk-size").contradiction("a size of chunks without a delay between them");
                out.push(fault.with_help("add `chunk: 100ms`, or leave `chunk-size` out"));
            }
        }
    }
}

fn look_at(latency: &Latency, site: &Site<'_>, out: &mut Vec<Fault>) {
    match latency {
        Latency::Uniform(uniform) if uniform.min > uniform.max => {
            out.push(site.join("min").contradiction("`min` is more than `max`").with_help("swap them"));
        }
        Latency::LogNormal(times) if times.p99 < times.median => {
            let message = "`p99` is less than `median`: one call of a hundred takes at least as long as one of two";
            out.push(site.join("p99").contradiction(message));
        }
        Latency::LogNormal(times) if times.median.0.is_zero() => {
            out.push(site.join("median").value("a log-normal distribution has a median above zero"));
        }
        Latency::Percentiles(table) => percentiles(table, &site.join("percentiles"), out),
        Latency::Fixed(_) | Latency::Uniform(_) | Latency::Normal(_) | Latency::LogNormal(_) => {}
    }
}

/// Percentiles are from 0 to 100, and their times grow with them.
fn percentiles(table: &Percentiles, site: &Site<'_>, out: &mut Vec<Fault>) {
    if table.percentiles.is_empty() {
        out.push(
            site.value("no percentiles: there is nothing to draw from").with_help("write `{ 50: 100ms, 99: 2s }`"),
        );
    }
    let mut known = Vec::new();
    for (key, time) in &table.percentiles {
        match key.trim().trim_start_matches('p').parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share)) {
            Some(_) if key.trim().starts_with('p') => {
                let fault = site.join(key).value(format!("`{key}` is no percentile"));
                out.push(fault.with_help(format!("write the number alone: `{}`", key.trim().trim_start_matches('p'))));
            }
            Some(share) => known.push((share, *time, key)),
            None => {
                let fault = site.join(key).value(format!("`{key}` is no percentile"));
                out.push(fault.with_help("write a number from 0 to 100: `{ 50: 100ms, 99: 2s }`"));
            }
        }
    }
    known.sort_by(|one, other| one.0.total_cmp(&other.0));
    for pair in known.windows(2) {
        let [(_, shorter, lower), (_, longer, higher)] = pair else { continue };
        if shorter > longer {
            let message = format!("the percentile {higher} is shorter than the percentile {lower}");
            out.push(site.join(higher).contradiction(message).with_help("times grow with their percentiles"));
        }
    }
}

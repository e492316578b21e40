#!/bin/sh
# Installs onnxruntime's CUDA provider into node_modules and checks that all it needs is there (docs/gpu-box.md).
# Run it on the GPU box after every `npm ci`, as a user who may write node_modules:
#
#   infra/gpu/install-cuda-provider.sh [--packages] [--image] [--dry-run]
#
#   --packages  install NVIDIA's libraries with apt-get first (root, and NVIDIA's own repository)
#   --image     this is a container image being built: the driver comes from its host, later
#   --dry-run   say what would be done, and do nothing
#
# Exit code: 0 all is there, 1 something is missing, 2 usage or a system that has no CUDA provider.
set -eu

# One minor version of CUDA for all of them.
cuda=12-8
packages="cuda-cudart-$cuda libcublas-$cuda libcufft-$cuda libcurand-$cuda cuda-nvrtc-$cuda libcudnn9-cuda-12"

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
runtime=$root/node_modules/onnxruntime-node
install_packages=false
in_image=false
dry_run=false

# ldconfig is not on everybody's path.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }

fail() {
  code=$1
  shift
  printf 'install-cuda-provider: %s\n' "$*" >&2
  exit "$code"
}

run() {
  say "+ $*"
  if [ "$dry_run" = false ]; then "$@"; fi
}

read_arguments() {
  for argument in "$@"; do
    case $argument in
      --packages) install_packages=true ;;
      --image) in_image=true ;;
      --dry-run) dry_run=true ;;
      *) fail 2 "unknown argument $argument; see the head of this file" ;;
    esac
  done
}

check_system() {
  [ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || fail 2 'onnxruntime-node has a CUDA provider for Linux on x64 alone'
  [ -d "$runtime" ] || fail 1 "there is no $runtime: run npm ci first"
  [ -x "$root/node_modules/.bin/node" ] || fail 1 "there is no $root/node_modules/.bin/node: run npm ci first"
}

install_libraries() {
  [ "$install_packages" = true ] || return 0
  # The list is words for apt-get.
  # shellcheck disable=SC2086
  run apt-get install --yes --no-install-recommends $packages
  run ldconfig
}

# The package's own install script: it reads Microsoft.ML.OnnxRuntime.Gpu.Linux of its very version from NuGet.
fetch_provider() {
  run env ONNXRUNTIME_NODE_INSTALL=cuda12 "$root/node_modules/.bin/node" "$runtime/script/install.js"
}

# What is missing, one line each; the same as `callscript speech doctor` looks for.
list_missing() {
  folder=$(find "$runtime/bin" -type d -path '*/linux/x64' | head -n 1)
  for file in libonnxruntime_providers_shared.so libonnxruntime_providers_cuda.so; do
    [ -e "$folder/$file" ] || say "$folder/$file"
  done
  if [ -e "$folder/libonnxruntime_providers_cuda.so" ]; then
    ldd "$folder/libonnxruntime_providers_cuda.so" | sed -n 's/^[[:space:]]*\([^ ]*\) => not found$/\1/p'
  fi
  # cuDNN is opened at run time, so that ldd does not list it.
  ldconfig -p | grep -q 'libcudnn\.so\.9' || say libcudnn.so.9
}

check_libraries() {
  missing=$(list_missing)
  if [ "$in_image" = true ]; then missing=$(say "$missing" | grep -v '^libcuda\.so\.1$' || true); fi
  if [ -z "$missing" ]; then
    say 'all libraries are there; now: ASR_DEVICE=cuda npx callscript speech doctor'
    return 0
  fi
  say 'missing:'
  say "$missing"
  [ "$dry_run" = true ] || fail 1 'docs/gpu-box.md says which package brings which library'
}

read_arguments "$@"
check_system
install_libraries
fetch_provider
check_libraries
